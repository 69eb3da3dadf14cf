"""Generator of ids, each in the UUID version that clients expect."""

import struct
from datetime import UTC, datetime
from random import Random
from uuid import UUID

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
GREGORIAN_REFORM = datetime(1582, 10, 15, tzinfo=UTC)
"""Epoch of UUID version 6, which counts steps of 100 ns."""

STATE = struct.Struct("<625I")
"""Words of the random generator."""


class Ids:
    """A generator of ids: random without a seed, reproducible with one."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = Random(seed)  # noqa: S311 - ids are not secret and must be reproducible

    def state(self) -> bytes:
        """Return the state of the generator, which then generates the same ids again."""
        _, words, _ = self._random.getstate()
        return STATE.pack(*words)

    def restore(self, state: bytes) -> None:
        """Continue like the generator with this state.

        Raises:
            ValueError: it is not the state of a generator.

        """
        try:
            self._random.setstate((Random.VERSION, STATE.unpack(state), None))
        except struct.error as error:
            raise ValueError(str(error)) from error

    def thread(self, now: datetime) -> str:
        """Return a version 7 UUID, which sorts by milliseconds."""
        milliseconds = _microseconds(EPOCH, now) // 1000
        return _uuid(7, milliseconds << 80 | self._random.getrandbits(80))

    def run(self, now: datetime) -> str:
        return self.thread(now)

    def cron(self, now: datetime) -> str:
        return self.thread(now)

    def assistant(self) -> str:
        return self._version_4()

    def copy(self) -> str:
        return self._version_4()

    def subscription(self) -> str:
        return self._version_4()

    def request(self) -> str:
        return self._version_4()

    def message(self) -> str:
        return self._version_4()

    def checkpoint(self, now: datetime) -> str:
        """Return a version 6 UUID, which sorts by time: the greatest id is the latest checkpoint."""
        ticks = _microseconds(GREGORIAN_REFORM, now) * 10
        return _uuid(6, (ticks >> 12) << 80 | (ticks & 0xFFF) << 64 | self._random.getrandbits(62))

    def salt(self) -> str:
        """Return a suffix that distinguishes equally counted versions of a channel on two forks."""
        return f"{self._random.getrandbits(64):016x}"

    def _version_4(self) -> str:
        return _uuid(4, self._random.getrandbits(128))


def _microseconds(start: datetime, end: datetime) -> int:
    # as integers: a float of seconds since 1582 can't distinguish microseconds
    passed = end - start
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def _uuid(version: int, bits: int) -> str:
    """Return a UUID of `bits` with the version and the variant of RFC 9562."""
    bits = bits & ~(0xF << 76) | version << 76
    bits = bits & ~(0x3 << 62) | 0x2 << 62
    return str(UUID(int=bits))

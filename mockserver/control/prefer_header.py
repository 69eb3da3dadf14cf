"""The header `Prefer` (RFC 7240) with which a client forces the response to one request."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite

from mockserver.control.fault_delay import MAX_SECONDS
from mockserver.errors import InvalidRequest

PREFER = b"prefer"
PREFERENCE = re.compile(r'([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s,;"]*))')
MIN_STATUS, MAX_STATUS = 200, 599


@dataclass(frozen=True, slots=True)
class Preferences:
    code: int | None = None
    """Status of the response; `None` for the true one."""
    example: str = ""
    """Name of an example in the contract; `""` for none."""
    wait: float = 0.0
    """Seconds before the response."""

    def __bool__(self) -> bool:
        return bool(self.code or self.example or self.wait)


NO_PREFERENCES = Preferences()


def preferences(headers: Iterable[tuple[bytes, bytes]]) -> Preferences:
    """Parse the preferences of a request; others than those of `Preferences` are ignored.

    Raises:
        InvalidRequest: a value is invalid.

    """
    given = [value.decode("latin-1") for name, value in headers if name == PREFER]
    if not given:
        return NO_PREFERENCES
    found = dict(_pairs(",".join(given)))
    return Preferences(_code(found.get("code")), found.get("example", ""), _wait(found.get("wait")))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield names in lower case with their values; the first one of a name counts."""
    for found in reversed([*PREFERENCE.finditer(text)]):
        yield found[1].lower(), found[2] if found[2] is not None else found[3]


def _code(given: str | None) -> int | None:
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and MIN_STATUS <= int(given[:9]) <= MAX_STATUS):
        raise InvalidRequest(
            "header prefer", f"code={given!r} is not a status from {MIN_STATUS} to {MAX_STATUS}"
        )
    return int(given)


def _wait(given: str | None) -> float:
    if given is None:
        return 0.0
    try:
        seconds = float(given)
    except ValueError:
        seconds = -1.0
    if not isfinite(seconds) or not 0 <= seconds <= MAX_SECONDS:
        raise InvalidRequest(
            "header prefer", f"wait={given!r} is not a number of seconds up to {MAX_SECONDS:.0f}"
        )
    return seconds

"""Profiles: what a real client needs of a server, each need with the line of its source that proves it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from contract_tests.contract import Json, load
from contract_tests.findings.error_shape import is_error
from contract_tests.findings.evidence import STREAM_MODE, requires_rejection
from contract_tests.findings.finding import OPERATION_EXISTS, UNREQUESTED, Finding
from contract_tests.operation_groups import STREAMING_RUNS
from contract_tests.text.bounded_yaml import parse

REQUEST_FIELD = re.compile(r"/(?:body|query)/([^/]+)")
"""Pattern of the pointers to a field of a request."""

VALUE = re.compile(r"`[^`:]+: (.+)`$")
"""Pattern of the value in the expectation of a valid request that is rejected."""

SENT_AS_NULL = frozenset({"input"})
"""Fields that clients send as null, as in `submit(null, {command})`. Other fields are left out."""

RESUMABLE = "stream_resumable"
"""Field of a request for events with ids."""

REFUSED_MODES = re.compile(r"`stream_mode: (.*)`")
"""Pattern of the refused stream modes: a text or a list."""

EVENT_OF_MODE = {"messages-tuple": "messages", "messages": "messages/partial"}
"""Events of the stream modes with another name."""

OF_LIBRARIES = frozenset({"values", "checkpoints", "debug"})
"""Events that only a library reads all, for the programs that use it."""

WHOLE_STREAM = frozenset({"first", "last", "end", "encoding"})
"""Pointers to properties of a whole stream, which every reader notices."""

ANY_NOTATION = 'format "uuid"'
"""Expectation of an id that is written without dashes, for example."""

ALL_CHECKS = "*"
"""Pattern of all checks of an operation, with the generated requests."""


@dataclass(frozen=True)
class Need:
    """Use that a client makes of one operation."""

    operation: str
    """Id of the operation."""
    why: str
    source: str
    """URL of the line in the client's source."""
    sends: frozenset[str] = frozenset()
    """Fields of the request."""
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """All values that the client sends of a field, as JSON. A field that is absent may have any."""
    reads: frozenset[str] = frozenset()
    """Fields and headers of a successful response."""
    checks: tuple[str, ...] = ()
    """Ids of semantic checks, or patterns of ids."""
    events: frozenset[str] = frozenset()
    """Names of the events of a stream whose data the client reads."""
    is_optional: bool = False
    """True if the client works without the operation."""

    @property
    def is_whole(self) -> bool:
        return ALL_CHECKS in self.checks

    def has(self, check: str) -> bool:
        return any(fnmatchcase(check, pattern) for pattern in self.checks)

    def concerns(self, finding: Finding, result: str) -> bool:
        """Return whether the client notices the fault; `result` is the id of the result with the finding.

        A client that works sends valid requests only, so errors do not concern it. Neither do fields and
        events that it never reads, and the notation of an id, which it only sends back.
        """
        if finding.operation != self.operation or finding.expected == ANY_NOTATION:
            return False
        if self.has(finding.check) or finding.check == OPERATION_EXISTS:
            refused = REQUEST_FIELD.match(finding.pointer) if finding.is_refusal else None
            return self.is_whole or refused is None or self._sends(refused[1], finding)
        if not is_noticeable(finding, result):
            return False
        is_scripted = result.startswith("shape.scripted[")
        if finding.check == "shape.server_error" and not is_scripted:
            return False
        if finding.check in {"shape.server_error", "shape.accepts_valid"}:
            place = REQUEST_FIELD.match(finding.pointer)
            return self._sends(place[1], finding) if place else is_scripted
        return not is_error(finding.exchange) and self._reads(finding)

    def stops(self, finding: Finding, result: str) -> bool:
        """Return whether the client does not work because of the fault.

        A need of everything concerns invalid requests, too, but no client sends them.
        """
        own = (each for each in self.checks if each != ALL_CHECKS)
        is_named = any(fnmatchcase(finding.check, each) for each in own)
        is_used = is_named and not requires_rejection(finding)
        return (is_used or is_noticeable(finding, result)) and self.concerns(finding, result)

    def _sends(self, name: str, finding: Finding) -> bool:
        """Return whether the client sends the field of the request because of which it failed."""
        if name not in self.sends or (finding.is_about_null and name not in SENT_AS_NULL):
            return False
        if name == STREAM_MODE and not self._requests_mode(finding):
            return False
        value, known = VALUE.search(finding.expected), self.values.get(name)
        return value is None or known is None or value[1] in known

    def _requests_mode(self, finding: Finding) -> bool:
        """Return whether the client may send the refused stream modes.

        A library sends what its program passes on; others send lists of the modes whose events they read.
        """
        refused = REFUSED_MODES.search(finding.expected)
        if refused is None or self.events >= OF_LIBRARIES:
            return True
        modes = re.findall(r'"([^"]+)"', refused[1]) if refused[1].startswith("[") else []
        return bool(modes) and all(EVENT_OF_MODE.get(mode, mode) in self.events for mode in modes)

    def _reads(self, finding: Finding) -> bool:
        """Return whether the client reads the invalid part of a successful response."""
        if finding.check in {"shape.body", "shape.ids"}:
            is_whole = not finding.pointer
            return bool(self.reads) if is_whole else not self.reads.isdisjoint(finding.pointer.split("/"))
        if finding.check == "shape.headers":
            return finding.pointer in self.reads
        if finding.check == "shape.stream":
            return self._reads_event(finding)
        return finding.check in {"shape.status", "shape.content_type"}

    def _reads_event(self, finding: Finding) -> bool:
        """Return whether the client reads the invalid part of a stream.

        It does not notice events that it has not requested, and ids only where it can resume the stream.
        """
        place = finding.pointer.removeprefix("/")
        if place == "id":
            return RESUMABLE in self.sends or self.operation not in STREAMING_RUNS
        is_read = any(place == name or place.startswith(f"{name}/") for name in self.events)
        return place in WHOLE_STREAM or (is_read and not finding.expected.startswith(UNREQUESTED))


def is_noticeable(finding: Finding, result: str) -> bool:
    """Return whether any client notices the fault: it breaks a must, and the request is valid."""
    is_invalid = (
        finding.is_about_invalid_request or requires_rejection(finding) or result.startswith("shape.invalid[")
    )
    return finding.level == "must" and not is_invalid


@dataclass(frozen=True)
class Profile:
    """Needs of one client."""

    name: str
    title: str
    url: str
    version: str
    """Commit or release of the client that was read."""
    needs: tuple[Need, ...]
    follows_redirects: bool = True

    @property
    def operations(self) -> frozenset[str]:
        """Ids of the operations."""
        return frozenset(each.operation for each in self.needs)

    @property
    def required(self) -> frozenset[str]:
        """Ids of the operations without which the client does not work."""
        return frozenset(each.operation for each in self.needs if not each.is_optional)

    def has(self, check: str, operation: str) -> bool:
        return any(each.operation == operation and each.has(check) for each in self.needs)

    def is_whole(self, operation: str) -> bool:
        """Return whether the profile holds the operation to everything."""
        return any(each.operation == operation and each.is_whole for each in self.needs)

    def concerns(self, finding: Finding, result: str) -> bool:
        is_noticed = any(each.concerns(finding, result) for each in self.needs)
        return is_noticed or self._is_redirected(finding, result)

    def stops(self, finding: Finding, result: str) -> bool:
        """Return whether the client does not work because of the finding."""
        is_stopped = any(each.stops(finding, result) for each in self.needs)
        return is_stopped or self._is_redirected(finding, result)

    def _is_redirected(self, finding: Finding, result: str) -> bool:
        """Return whether the client takes a redirect for an error."""
        is_own = finding.exchange.is_redirect and finding.operation in self.operations
        return is_own and not self.follows_redirects and is_noticeable(finding, result)


def folder() -> Path:
    """Return the folder of the profiles in the wheel, or the checkout's `spec/profiles`."""
    here = Path(__file__).parents[1]
    shipped = here / "profiles"
    return shipped if shipped.is_dir() else here.parent / "spec" / "profiles"


@cache
def profiles() -> Mapping[str, Profile]:
    """Return all profiles by name."""
    files = sorted(folder().glob("*.yaml"))
    return {file.stem: _profile(file.stem, parse(file.read_bytes(), trusted=True)) for file in files}


def _profile(name: str, data: Mapping[str, Any]) -> Profile:
    needs = tuple(_needs(data["needs"]))
    follows_redirects = bool(data.get("follows_redirects", True))
    return Profile(name, data["title"], data["url"], str(data["version"]), needs, follows_redirects)


def _needs(entries: list[Mapping[str, Any]]) -> Iterator[Need]:
    ids = {str(each): each.id for each in load().operations}
    for each in entries:
        sends = each.get("sends", ())
        yield Need(
            ids[each["operation"]],
            each["why"],
            each["source"],
            frozenset(chain.from_iterable([sent] if isinstance(sent, str) else sent for sent in sends)),
            {name: frozenset(map(json.dumps, values)) for name, values in _values(sends)},
            frozenset(each.get("reads", ())),
            tuple(each.get("checks", ())),
            frozenset(each.get("events", ())),
            is_optional=each.get("optional", False),
        )


def _values(sends: Iterable[str | Mapping[str, list[Json]]]) -> Iterator[tuple[str, list[Json]]]:
    """Yield the fields with their values, of those for which the profile has any."""
    for each in sends:
        if not isinstance(each, str):
            yield from each.items()

"""Faults of a session: which requests they affect, how often, and how."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from mockserver.control.event_selection import EventSelection
from mockserver.control.fault_effect import Effect, effect
from mockserver.control.request_match import RequestFacts, RequestMatch, request_match
from mockserver.errors import Conflict, InvalidRequest, NotFound
from mockserver.state.changes import nothing

MAX_FAULTS = 1000
"""Maximum number of faults of a session: each is compared with every request."""


class FaultNotFound(NotFound):
    def __init__(self, fault_id: str) -> None:
        super().__init__(f"Fault with ID {fault_id} not found")
        self.fault_id = fault_id


class FaultExists(Conflict):
    def __init__(self, fault_id: str) -> None:
        super().__init__(f"Fault with ID {fault_id} already exists")
        self.fault_id = fault_id


@dataclass
class Fault:
    """A fault and how often it was applied."""

    id: str
    match: RequestMatch
    effect: Effect
    given: Mapping[str, Any]
    """The JSON from which the fault was parsed."""
    random: Random = field(repr=False)
    calls: EventSelection | None = None
    """Matching requests that are affected, the first has the number 1; `None` for all of them."""
    calls_from: int = 1
    """Number of the first matching request that is affected."""
    times: int | None = None
    """Maximum number of affected requests; `None` means no limit."""
    probability: float = 1.0
    matched: int = 0
    """Number of matching requests."""
    applied: int = 0
    """Number of affected requests."""

    def applies(self, request: RequestFacts) -> bool:
        """Count the request if it matches, and return whether the fault affects it."""
        if not (self.effect.affects(request) and self.match.matches(request)):
            return False
        self.matched += 1
        if self.matched < self.calls_from or (self.times is not None and self.applied >= self.times):
            return False
        if self.calls and not self.calls.has(self.matched, self.random):
            return False
        if self.probability < 1 and self.random.random() >= self.probability:
            return False
        self.applied += 1
        return True

    def to_json(self) -> dict[str, Any]:
        return {"match": {}, **self.given, "id": self.id, "matched": self.matched, "applied": self.applied}


class Faults:
    """The faults of one session, in the order in which they were added."""

    def __init__(self, seed: int | None = None) -> None:
        """Create an empty set. With a seed, equal faults affect equal requests in the same way."""
        self._seed = seed
        self._faults: dict[str, Fault] = {}
        self._count = 0
        self.changed: Callable[[], None] = nothing
        """Called when a fault is added, deleted or counts a request."""

    def __bool__(self) -> bool:
        return bool(self._faults)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._faults.values())

    @property
    def need_body(self) -> bool:
        return any(fault.match.needs_body for fault in self)

    def get(self, fault_id: str) -> Fault:
        try:
            return self._faults[fault_id]
        except KeyError:
            raise FaultNotFound(fault_id) from None

    def add(self, given: Mapping[str, Any], field: str = "body") -> Fault:
        """Parse and add a fault.

        Raises:
            InvalidRequest: it is invalid, or there are too many.
            FaultExists: another fault has its id.

        """
        fault = self._parsed(given, field)
        if fault.id in self._faults:
            raise FaultExists(fault.id)
        return self._kept(fault, field)

    def put(self, fault_id: str, given: Mapping[str, Any]) -> Fault:
        """Add a fault or replace the one with this id; its counts begin again."""
        return self._kept(self._parsed({**given, "id": fault_id}, "body"), "body")

    def replace(self, given: Sequence[Mapping[str, Any]]) -> None:
        """Replace all faults, or none if one of the new ones is invalid."""
        before = self._faults, self._count
        self.clear()
        try:
            for index, each in enumerate(given):
                self.add(each, f"body.{index}")
        except (InvalidRequest, FaultExists):
            self._faults, self._count = before
            self.changed()
            raise

    def delete(self, fault_id: str) -> None:
        self.get(fault_id)
        del self._faults[fault_id]
        self.changed()

    def clear(self) -> None:
        """Delete all faults and restart the numbering, so that a reset session is like a new one."""
        self._faults = {}
        self._count = 0
        self.changed()

    def saved(self) -> dict[str, Any]:
        """Return the faults with their counts as JSON, for a state file."""
        faults = [
            {"given": {**fault.given, "id": fault.id}, "matched": fault.matched, "applied": fault.applied}
            for fault in self
        ]
        return {"count": self._count, "faults": faults}

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Add the faults that `saved` has returned. Their random choices begin again."""
        for each in saved["faults"]:
            fault = self.add(each["given"])
            fault.matched, fault.applied = each["matched"], each["applied"]
        self._count = saved["count"]

    def applying_to(self, request: RequestFacts) -> list[Fault]:
        """Count the request and return the faults that affect it."""
        before = self._matched
        applying = [fault for fault in self if fault.applies(request)]
        if self._matched != before:
            self.changed()
        return applying

    @property
    def _matched(self) -> int:
        return sum(fault.matched for fault in self)

    def _kept(self, fault: Fault, field: str) -> Fault:
        if len(self._faults) >= MAX_FAULTS and fault.id not in self._faults:
            raise InvalidRequest(field, f"a session has at most {MAX_FAULTS} faults")
        self._faults[fault.id] = fault
        self.changed()
        return fault

    def _parsed(self, given: Mapping[str, Any], field: str) -> Fault:
        calls, seed = given.get("calls"), given.get("seed", self._seed)
        fault_id = given.get("id") or self._next_id()
        return Fault(
            id=fault_id,
            match=request_match(given.get("match", {})),
            effect=effect(given["effect"], f"{field}.effect"),
            given=given,
            random=Random() if seed is None else Random(f"{seed}:{fault_id}"),  # noqa: S311
            calls=_selected_calls(calls),
            calls_from=calls.get("from", 1) if isinstance(calls, Mapping) else 1,
            times=given.get("times"),
            probability=given.get("probability", 1.0),
        )

    def _next_id(self) -> str:
        while True:
            self._count += 1
            if (fault_id := f"fault-{self._count}") not in self._faults:
                return fault_id


def _selected_calls(calls: Any) -> EventSelection | None:
    if calls is None:
        return None
    if isinstance(calls, Mapping):
        return EventSelection(every=calls["every"]) if "every" in calls else None
    return EventSelection(frozenset(calls if isinstance(calls, list) else [calls]))

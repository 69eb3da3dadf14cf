"""Groups of operations with something in common, for checks that hold for all of them.

They are computed from the contract, so that a new operation is in each group that describes it. The kind of
resource that an operation is about is in its tag, its path and the names of its body's fields.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import overload

from contract_tests.contract import Contract, Operation, load

EVENT_STREAM = "text/event-stream"


class Group(Sequence[str]):
    """Ids of operations, in the order of the contract, which is read at the first use."""

    def __init__(self, has: Callable[[Operation, Contract], bool]) -> None:
        self.has = has

    def within(self, contract: Contract) -> tuple[str, ...]:
        return tuple(each.id for each in contract.operations if self.has(each, contract))

    def __and__(self, other: "Group") -> "Group":
        return Group(lambda each, contract: self.has(each, contract) and other.has(each, contract))

    def __or__(self, other: "Group") -> "Group":
        return Group(lambda each, contract: self.has(each, contract) or other.has(each, contract))

    def __sub__(self, other: "Group") -> "Group":
        return Group(lambda each, contract: self.has(each, contract) and not other.has(each, contract))

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return self.within(load())

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        return self._ids[index]

    def __len__(self) -> int:
        return len(self._ids)


def _area(*names: str) -> Group:
    return Group(lambda each, _: each.area in names)


def _method(*names: str) -> Group:
    return Group(lambda each, _: each.method in names)


def _path_ending(*ends: str) -> Group:
    return Group(lambda each, _: each.path.endswith(ends))


def _path_naming(parameter: str) -> Group:
    return Group(lambda each, _: f"{{{parameter}}}" in each.path)


def _body_with(*fields: str) -> Group:
    """Return the operations with these fields in the body, or in the items of a body that is an array."""

    def has(operation: Operation, contract: Contract) -> bool:
        schema = contract.whole(operation.body or {})
        properties = contract.whole(schema.get("items", schema))["properties"]
        return all(name in properties for name in fields)

    return Group(has)


def _responding_with(kind: str) -> Group:
    """Return the operations with a successful response of the media type."""

    def has(operation: Operation, _: Contract) -> bool:
        return any(kind in operation.responses[each].get("content", {}) for each in operation.success)

    return Group(has)


def id_field(operation: Operation) -> str:
    """Return the name of the field with the id of the resources that the operation is about."""
    return f"{operation.area.removesuffix('s')}_id"


_RESOURCES = _area("threads", "assistants")
"""The two areas whose resources are created, read, changed, deleted, searched and counted in the same way."""

_COLLECTION = _RESOURCES & Group(lambda each, _: each.path == f"/{each.area}")
_ONE = _RESOURCES & Group(lambda each, _: each.path == f"/{each.area}/{{{id_field(each)}}}")

NAMING_A_RESOURCE = _RESOURCES & Group(lambda each, _: f"{{{id_field(each)}}}" in each.path)
"""Operations with the id of a thread or of an assistant in the path."""

TAKING_A_BODY = _RESOURCES & Group(lambda each, _: bool(each.raw.get("requestBody", {}).get("required")))
"""Operations that require a request body."""

EACH_PATH = _RESOURCES & Group(
    lambda each, contract: each == next(other for other in contract.operations if other.path == each.path)
)
"""One operation for each path of the areas Threads and Assistants."""

CREATING = _COLLECTION & _method("POST")
"""Operations that create a resource. Clients may choose its id."""

READING = _ONE & _method("GET")

PATCHING = _ONE & _method("PATCH")

DELETING = _ONE & _method("DELETE")

SEARCHING = _RESOURCES & _path_ending("/search")

COUNTING = _RESOURCES & _path_ending("/count")

HISTORY = _area("threads") & _path_ending("/history")

AT_CHECKPOINT = _area("threads") & _path_ending("/state/{checkpoint_id}", "/state/checkpoint")

READING_STATE = HISTORY | AT_CHECKPOINT | (_area("threads") & _path_ending("/state") & _method("GET"))
"""Operations that read the states of a thread."""

NAMING_AN_ITEM = _area("store") & _path_ending("/items") & _method("GET", "DELETE")
"""Operations on one store item, by namespace and key."""

ABOUT_RUNS = _area("runs")
"""Operations on the runs of a thread."""

NAMING_A_RUN = ABOUT_RUNS & _path_naming("run_id")

NAMING_RUNS = _body_with("thread_id", "run_ids")
"""Operations whose body has the ids of runs and of their thread."""

STARTING_RUNS = _area("runs", "stateless_runs") & _body_with("assistant_id", "input")

STARTING_ON_A_THREAD = STARTING_RUNS & _path_naming("thread_id")

STARTING_ALONE = (STARTING_RUNS - STARTING_ON_A_THREAD) - _path_ending("/batch")
"""Operations that start one stateless run. `create_runs_batch` starts several."""

STARTING_BATCHES = _area("stateless_runs") & _path_ending("/batch")
"""Operations that start several stateless runs at once."""

STARTING = STARTING_ON_A_THREAD | STARTING_ALONE

STREAMING_RUNS = STARTING & _responding_with(EVENT_STREAM)
"""Operations that start a run and stream it."""

FOLLOWING_RUNS = STREAMING_RUNS | (STARTING & _path_ending("/wait"))
"""Operations that start a run, on a thread or without one, and respond until it ends."""

CREATING_ALONE = (STARTING_ALONE - FOLLOWING_RUNS) | STARTING_BATCHES
"""Operations that create stateless runs and respond at once."""

WAITING_FOR_RUNS = FOLLOWING_RUNS & STARTING_ON_A_THREAD
"""Operations that start a run on a thread and respond until it ends."""

ENDLESS_STREAMS = (_responding_with(EVENT_STREAM) & _path_naming("thread_id")) - STARTING_RUNS - NAMING_A_RUN
"""Streams of a thread instead of a run, which last until the client disconnects."""

SLOW = (
    STARTING_RUNS
    | _responding_with(EVENT_STREAM)
    | (NAMING_A_RUN - _method("GET"))
    | NAMING_RUNS
    | Group(lambda each, _: "x-commands" in each.raw)
)
"""Operations that start a run, require a fresh run, or last until the client disconnects."""

_OF_PAGES = _area("threads", "runs", "store")
"""Areas that the pages of chat frontends use."""

_STREAMING = _responding_with(EVENT_STREAM)


def _is_first_of_its_kind(operation: Operation, contract: Contract) -> bool:
    """Return whether no operation before this one has the same method and kind of response."""

    def kind(each: Operation) -> tuple[str, bool]:
        return each.method, _STREAMING.has(each, contract)

    same = (each for each in contract.operations if _OF_PAGES.has(each, contract))
    return operation.id == next(each.id for each in same if kind(each) == kind(operation))


FROM_PAGES = _OF_PAGES & Group(_is_first_of_its_kind)
"""One operation of each method, with and without a stream, for what holds for all of them alike."""

READ_BY_PAGES = SEARCHING | STARTING_ON_A_THREAD
"""Operations whose response headers the JavaScript SDK reads."""

CREATING_RUNS_LATER = _area("crons") & _body_with("schedule")
"""Operations that take a schedule."""

CREATING_CRONS = CREATING_RUNS_LATER & _method("POST")

FINDING_CRONS = _area("crons") & _path_ending("/search", "/count")
"""Operations that identify an assistant by id only, not by graph name."""


WAITING_FOR_AN_END = (_area("runs", "stateless_runs") & _path_ending("/wait", "/join", "/cancel")) | Group(
    lambda each, _: each.area in {"a2a", "mcp"} and each.method == "POST"
)
"""Operations whose response may wait until a run has ended, in addition to streams."""


def new_id_field(operation: Operation) -> str | None:
    """Return the body field in which clients choose the id of the new resource, or `None`."""
    return id_field(operation) if operation.id in CREATING else None

"""Facts about a run, in the order in which they were streamed: the common form of all protocols."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Namespace = tuple[str, ...]
"""Path of a subgraph, each part `node:<task id>`; `()` is the run's own graph."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message of any protocol, whose content is split into text, reasoning and other blocks."""

    type: str
    id: str | None = None
    name: str | None = None
    text: str = ""
    reasoning: str = ""
    blocks: Sequence[Mapping[str, Any]] = ()
    calls: Sequence[Mapping[str, Any]] = ()
    """Tool calls: `id`, `name` and `args`."""
    usage: Mapping[str, Any] | None = None
    tool_call_id: str | None = None
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    namespace: Namespace
    at: float | None
    """Seconds since 1970. `None` if the recording has no times."""


@dataclass(frozen=True, slots=True)
class Piece(Fact):
    """A piece of a streamed message."""

    message_id: str
    node: str | None = None
    text: str | None = None
    reasoning: str | None = None
    block: Mapping[str, Any] | None = None
    call: int | None = None
    """Index of a tool call that begins or continues."""
    call_id: str | None = None
    call_name: str | None = None
    args: str | None = None
    whole_args: Mapping[str, Any] | None = None
    """All arguments so far, of a mode that repeats the whole message."""
    usage: Mapping[str, Any] | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Whole(Fact):
    """A message that was streamed as a whole."""

    message: Message
    node: str | None = None


@dataclass(frozen=True, slots=True)
class Update(Fact):
    """The update of the state by one task of a node."""

    node: str
    messages: Sequence[Message]
    values: Mapping[str, Any]
    """Other keys."""


@dataclass(frozen=True, slots=True)
class Values(Fact):
    """The state after a step."""

    messages: Sequence[Message]
    values: Mapping[str, Any]
    """Other keys."""


@dataclass(frozen=True, slots=True)
class Custom(Fact):
    data: Any


@dataclass(frozen=True, slots=True)
class Interrupted(Fact):
    id: str
    value: Any


@dataclass(frozen=True, slots=True)
class Failed(Fact):
    type: str
    message: str


@dataclass(frozen=True, slots=True)
class Named(Fact):
    """The name of a subgraph, and the call that it executes."""

    name: str
    call_id: str | None = None


@dataclass(slots=True)
class Modes:
    """Kinds of facts that a run has."""

    updates: bool = False
    values: bool = False
    custom: bool = False
    messages: bool = False

    @classmethod
    def of(cls, facts: Sequence[Fact]) -> "Modes":
        return cls(
            any(isinstance(fact, Update) for fact in facts),
            any(isinstance(fact, Values) for fact in facts),
            any(isinstance(fact, Custom) for fact in facts),
            any(isinstance(fact, Piece | Whole) for fact in facts),
        )

"""State of a scenario's graph: messages, its own keys, and two hidden channels."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Annotated, Any, Self

from langchain_core.messages import AnyMessage
from langgraph.channels import BinaryOperatorAggregate, LastValue
from langgraph.graph.message import add_messages
from langgraph.graph.ui import AnyUIMessage, ui_message_reducer
from typing_extensions import TypedDict  # before Python 3.12, pydantic supports only this one

from mockserver.scenarios.scenario import MESSAGES, Scenario
from mockserver.scenarios.steps import ShowUI, all_steps, updated_keys

UI = "ui"
POSITION = "__position__"
"""Hidden channel: position in the program and the last answer; `None` before and after a turn."""
ITEM = "__item__"
"""Hidden channel: item of a subgraph that runs once for each."""

HIDDEN = frozenset({POSITION, ITEM})

EMPTY: Any = LastValue(Any).checkpoint()
"""Value of a channel without a value."""


def last(_: Any, new: Any) -> Any:
    return new


def merged(old: Any, new: Any) -> Any:
    return {**old, **new} if isinstance(old, dict) and isinstance(new, dict) else new


def appended(old: Any, new: Any) -> Any:
    added = new if isinstance(new, list) else [new]
    return [*old, *added] if isinstance(old, list) else added


REDUCERS: Mapping[str, Callable[[Any, Any], Any]] = {"replace": last, "merge": merged, "append": appended}


class Key(BinaryOperatorAggregate[Any]):
    """A key of the state with an initial value. Several tasks may update it at once."""

    __slots__ = ("initial",)

    def __init__(self, typ: Any, reducer: Callable[[Any, Any], Any], initial: Any = EMPTY) -> None:
        super().__init__(typ, reducer)
        self.initial = initial
        self.value = EMPTY if initial is EMPTY else deepcopy(initial)

    def copy(self) -> Self:
        return self.from_checkpoint(self.value)

    def from_checkpoint(self, checkpoint: Any) -> Self:
        there = self.__class__(self.typ, self.operator, self.initial)
        there.key = self.key
        if checkpoint is not EMPTY:
            there.value = checkpoint
        return there


def schemas(scenario: Scenario) -> tuple[Any, Any]:
    """Return the schema of the state, and the one without hidden channels."""
    steps = [*all_steps(step for turn in scenario.turns for step in turn.steps)]
    visible: dict[str, Any] = {MESSAGES: Annotated[list[AnyMessage], add_messages]}
    for key in dict.fromkeys([*scenario.state, *(key for step in steps for key in updated_keys(step))]):
        initial = scenario.state.get(key, EMPTY)
        typ = kind(initial)
        reducer = REDUCERS[scenario.reducers.get(key, "replace")]
        visible[key] = Annotated[typ, Key(typ, reducer, initial)]
    if any(isinstance(step, ShowUI) for step in steps):
        visible[UI] = Annotated[list[AnyUIMessage], ui_message_reducer]
    hidden = {name: Annotated[Any, Key(Any, last)] for name in HIDDEN}
    return (
        TypedDict("State", {**visible, **hidden}, total=False),  # type: ignore[operator]
        TypedDict("Values", visible, total=False),  # type: ignore[operator]
    )


def kind(initial: Any) -> Any:
    """Return the type of a key with an initial value, for the graph's schemas."""
    match initial:
        case bool():
            return bool
        case int() | float():
            return float
        case str():
            return str
        case list():
            return list[Any]
        case dict():
            return dict[str, Any]
    return Any

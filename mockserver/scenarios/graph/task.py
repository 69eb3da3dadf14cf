"""One task of a graph: what its steps can see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage
from langgraph.config import get_config

from mockserver.scenarios.attempts import Attempts
from mockserver.scenarios.scenario import MESSAGES
from mockserver.scenarios.steps import Speed


@dataclass(frozen=True, slots=True)
class Setting:
    """Settings that all graphs of a scenario share."""

    graph_id: str
    speed: Speed
    pace: float
    """Seconds per chunk of a text without its own speed."""
    attempts: Attempts


@dataclass(frozen=True, slots=True)
class Task:
    setting: Setting
    state: Mapping[str, Any]
    """Values of the visible channels."""
    at: int
    """Position in the program."""
    answer: Any = None
    item: Any = None

    @property
    def messages(self) -> Sequence[AnyMessage]:
        there: Sequence[AnyMessage] = self.state.get(MESSAGES) or []
        return there

    @property
    def turn(self) -> int:
        return max(sum(isinstance(message, HumanMessage) for message in self.messages), 1)

    @property
    def input(self) -> str:
        """Return the text of the last human message."""
        human = (message for message in reversed(self.messages) if isinstance(message, HumanMessage))
        return next((str(message.text) for message in human), "")

    @property
    def thread_id(self) -> str:
        return str(get_config().get("configurable", {}).get("thread_id") or "")

    @property
    def plain_state(self) -> dict[str, Any]:
        """Return the state with messages as JSON."""
        messages = [message.model_dump(mode="json") for message in self.messages]
        return {**self.state, MESSAGES: messages}

    @property
    def result(self) -> str:
        """Return the text of the last tool message."""
        results = (message.text for message in reversed(self.messages) if isinstance(message, ToolMessage))
        return str(next(results, ""))

    def variables(self, **more: Any) -> "Variables":
        return Variables(self, more)

    def new_id(self, *parts: Any) -> str:
        """Return an id that differs in each run and task, but is the same when the task is repeated."""
        config: Mapping[str, Any] = get_config()
        run_id = config.get("configurable", {}).get("run_id") or config.get("run_id")
        namespace = config.get("configurable", {}).get("checkpoint_ns")
        return str(uuid5(NAMESPACE_OID, "/".join(map(str, (run_id, namespace, self.at, *parts)))))


class Variables(dict[str, Any]):
    """Variables of templates, computed when a template uses them."""

    def __init__(self, task: Task, more: Mapping[str, Any]) -> None:
        super().__init__(more)
        self._task = task

    def __missing__(self, name: str) -> Any:
        match name:
            case "state":
                return self._task.plain_state
            case "answer" | "input" | "item" | "result" | "turn":
                return getattr(self._task, name)
        raise KeyError(name)

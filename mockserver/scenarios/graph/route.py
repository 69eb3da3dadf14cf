"""The way through a program: which step is next, and for which nodes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from langgraph.graph import END
from langgraph.types import Send

from mockserver.scenarios.graph import tools
from mockserver.scenarios.graph.channels import HIDDEN, ITEM, POSITION
from mockserver.scenarios.graph.decisions import pending
from mockserver.scenarios.graph.program import END_OF_TURN, TOOLS, Branch, Calls, Instruction, Program
from mockserver.scenarios.graph.task import Setting, Task
from mockserver.scenarios.scenario import Turn
from mockserver.scenarios.steps import MAX_ITEMS, FanOut, Parallel, Subgraph, subgraphs
from mockserver.scenarios.template_values import rendered

TASK = "__task__"
"""Key of the input of a node that runs once for each item."""


class NoTurn(Exception):
    """No turn of the scenario matches the last human message."""


class ScenarioChanged(Exception):
    """The scenario was changed so that the step at which a run was interrupted is gone."""

    def __init__(self) -> None:
        super().__init__("the scenario was changed, and the next step of this turn is gone: start a new turn")


class BadItems(Exception):
    """The template of `for_each` is not a short list."""


class Route:
    """The steps of a graph. Its methods read the position from the state that langgraph passes."""

    def __init__(self, setting: Setting, turns: Sequence[Turn]) -> None:
        self._setting = setting
        self.program = Program()
        self.entries = [Branch(turn.when, self.program.add(turn.steps)) for turn in turns]

    def first(self, state: Mapping[str, Any]) -> Any:
        return self._targets(self._begun(state))

    def next(self, state: Mapping[str, Any]) -> Any:
        return self._targets(self._task(state)) if state.get(POSITION) else END

    def entered(self, state: Mapping[str, Any]) -> Any:
        """Return the first nodes of a graph inside of another, which may choose its first position."""
        return self._targets(self._task(state))

    def _begun(self, state: Mapping[str, Any]) -> Task:
        """Return the task at the start of the turn that matches."""
        task = self._with_position(state, {"at": END_OF_TURN, "answer": None})
        for entry in self.entries:
            if entry.when is None or entry.when.admits(task.input, turn=task.turn, state=task.state):
                return self._skipped(replace(task, at=entry.at))
        raise NoTurn(f"no turn of {self._setting.graph_id} matches {task.input!r}; add one without `when`")

    def _task(self, state: Mapping[str, Any]) -> Task:
        position = state.get(POSITION)
        return self._skipped(self._with_position(state, position)) if position else self._begun(state)

    def task_of(self, state: Mapping[str, Any], node: str) -> Task:
        """Return the task of a node. Raises: ScenarioChanged."""
        task = self._task(state)
        if task.at == END_OF_TURN or node not in nodes_of(self.program[task.at]):
            raise ScenarioChanged
        return task

    def _with_position(self, state: Mapping[str, Any], position: Mapping[str, Any]) -> Task:
        if position["at"] not in self.program and position["at"] != END_OF_TURN:
            raise ScenarioChanged
        visible = {key: value for key, value in state.items() if key not in HIDDEN}
        return Task(self._setting, visible, position["at"], position["answer"], state.get(ITEM))

    def _skipped(self, task: Task) -> Task:
        """Return the task after steps that have nothing to do in this state."""
        while task.at != END_OF_TURN:
            here = self.program[task.at]
            match here.step:
                case Calls() if not pending(task.messages):
                    pass
                case FanOut() | Subgraph() if here.step.for_each is not None and not items(here.step, task):
                    pass
                case _:
                    return task
            task = replace(task, at=here.following)
        return task

    def _targets(self, task: Task) -> Any:
        """Return the nodes of the next step, or a `Send` for each of its tasks."""
        if task.at == END_OF_TURN:
            return END
        here = self.program[task.at]
        match here.step:
            case Calls():
                return [
                    Send(TOOLS, tools.payload(task, number, call)) for number, call in pending(task.messages)
                ]
            case FanOut():
                return sent(here.step.node, here.step, task)
            case Subgraph():
                return branches(here.step, task)
            case Parallel():
                return [target for each in here.step.parallel for target in branches(each, task)]
        return here.node

    def item(self, given: Mapping[str, Any], node: str) -> Task:
        task = Task(self._setting, **given[TASK])
        if task.at not in self.program or node not in nodes_of(self.program[task.at]):
            raise ScenarioChanged
        return task


def nodes_of(instruction: Instruction) -> list[str]:
    match instruction.step:
        case FanOut():
            return [instruction.step.node]
        case Subgraph() | Parallel():
            return [each.subgraph for each in subgraphs(instruction.step)]
    return [instruction.node]


def position(task: Task) -> dict[str, Any] | None:
    """Return the value of the hidden channel; `None` at the end of the turn."""
    return None if task.at == END_OF_TURN else {"at": task.at, "answer": task.answer}


def items(step: FanOut | Subgraph, task: Task) -> list[Any]:
    found = rendered(step.for_each, task.variables())
    if not isinstance(found, list) or len(found) > MAX_ITEMS:
        raise BadItems(f"for_each must be a list of at most {MAX_ITEMS} items, not {str(found)[:100]!r}")
    return found


def sent(node: str, step: FanOut | Subgraph, task: Task) -> list[Send]:
    given = {"state": dict(task.state), "at": task.at, "answer": task.answer}
    return [Send(node, {TASK: {**given, "item": item}}) for item in items(step, task)]


def branches(step: Subgraph, task: Task) -> list[Any]:
    return [step.subgraph] if step.for_each is None else sent(step.subgraph, step, task)

"""Compilation of a scenario to a graph of langgraph."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from langchain_core.messages import HumanMessage
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.prebuilt import ToolCallTransformer
from langgraph.pregel._write import ChannelWrite, ChannelWriteEntry
from langgraph.stream import CustomTransformer
from langgraph.types import Send, interrupt

from mockserver.scenarios.attempts import Attempts
from mockserver.scenarios.graph import decisions, tools
from mockserver.scenarios.graph.channels import HIDDEN, ITEM, POSITION, schemas
from mockserver.scenarios.graph.effects import Changes, execute
from mockserver.scenarios.graph.program import (
    APPROVAL,
    END_OF_TURN,
    TOOLS,
    Branch,
    Calls,
    Instruction,
    Program,
    Review,
    Waiting,
)
from mockserver.scenarios.graph.task import Setting, Task
from mockserver.scenarios.scenario import MESSAGES, Scenario, Turn
from mockserver.scenarios.steps import MAX_ITEMS, FanOut, Parallel, Speed, Step, Subgraph, subgraphs
from mockserver.scenarios.text import rendered

Graph = CompiledStateGraph[Any, None, Any, Any]
Node = Any
"""An asynchronous function of a state, or of the input of a `Send`, to an update of the state."""

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


def compiled(scenario: Scenario, *, pace: float = 0.0, attempts: Attempts | None = None) -> Graph:
    """Return the graph. `pace` is the seconds per chunk of texts without a speed."""
    setting = Setting(str(scenario.name), scenario.speed or Speed(), pace, attempts or Attempts())
    builder = Builder(scenario, setting, scenario.turns)
    return builder.build(str(scenario.name), transformers=[ToolCallTransformer, CustomTransformer])


class Builder:
    """Builder of one graph: that of the scenario, or one inside of it."""

    def __init__(self, scenario: Scenario, setting: Setting, turns: Sequence[Turn]) -> None:
        self._scenario = scenario
        self._setting = setting
        self._program = Program()
        self._entries = [Branch(turn.when, self._program.add(turn.steps)) for turn in turns]
        self._schema, self._visible = schemas(scenario)

    def build(self, name: str, **options: Any) -> Graph:
        graph: StateGraph[Any, None, Any, Any] = StateGraph(
            self._schema,
            input_schema=self._visible if options else self._schema,
            output_schema=self._visible,
        )
        nodes = self._nodes()
        targets = [*nodes, END]
        graph.add_conditional_edges(START, self._first, targets)
        for node, function in nodes.items():
            graph.add_node(node, function)
            graph.add_conditional_edges(node, self._next, targets)
        made = graph.compile(name=name, **options)
        made.stream_channels = [key for key in made.stream_channels_list if key not in HIDDEN]
        # A new input begins a new turn, also when the last one was interrupted.
        made.nodes[START].writers.append(ChannelWrite([ChannelWriteEntry(POSITION, None)]))
        return made

    def _nodes(self) -> dict[str, Node]:
        nodes: dict[str, Node] = {}
        for each in self._program.instructions:
            match each.step:
                case Calls():
                    nodes[TOOLS] = self._tools()
                case Review():
                    nodes[APPROVAL] = self._approval
                case Subgraph():
                    nodes[each.step.subgraph] = self._subgraph(each.step)
                case Parallel():
                    nodes |= {one.subgraph: self._subgraph(one) for one in each.step.parallel}
                case FanOut():
                    nodes[each.step.node] = self._fan_out(each.step)
                case _:
                    nodes.setdefault(each.node, self._plain(each.node))
        return nodes

    # -- which step is next

    def _first(self, state: Mapping[str, Any]) -> Any:
        return self._targets(self._begun(state))

    def _next(self, state: Mapping[str, Any]) -> Any:
        return self._targets(self._task(state)) if state.get(POSITION) else END

    def _begun(self, state: Mapping[str, Any]) -> Task:
        """Return the task at the start of the turn that matches."""
        task = self._with_position(state, {"at": END_OF_TURN, "answer": None})
        for entry in self._entries:
            if entry.when is None or entry.when.admits(task.input, turn=task.turn, state=task.state):
                return self._skipped(replace(task, at=entry.at))
        raise NoTurn(f"no turn of {self._setting.graph_id} matches {task.input!r}; add one without `when`")

    def _task(self, state: Mapping[str, Any]) -> Task:
        position = state.get(POSITION)
        return self._skipped(self._with_position(state, position)) if position else self._begun(state)

    def _task_of(self, state: Mapping[str, Any], node: str) -> Task:
        """Return the task of a node. Raises: ScenarioChanged."""
        task = self._task(state)
        if task.at == END_OF_TURN or node not in nodes_of(self._program[task.at]):
            raise ScenarioChanged
        return task

    def _with_position(self, state: Mapping[str, Any], position: Mapping[str, Any]) -> Task:
        if position["at"] not in self._program and position["at"] != END_OF_TURN:
            raise ScenarioChanged
        visible = {key: value for key, value in state.items() if key not in HIDDEN}
        return Task(self._setting, visible, position["at"], position["answer"], state.get(ITEM))

    def _skipped(self, task: Task) -> Task:
        """Return the task after steps that have nothing to do in this state."""
        while task.at != END_OF_TURN:
            here = self._program[task.at]
            match here.step:
                case Calls() if not decisions.pending(task.messages):
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
        here = self._program[task.at]
        match here.step:
            case Calls():
                return [
                    Send(TOOLS, tools.payload(task, number, call))
                    for number, call in decisions.pending(task.messages)
                ]
            case FanOut():
                return sent(here.step.node, here.step, task)
            case Subgraph():
                return branches(here.step, task)
            case Parallel():
                return [target for each in here.step.parallel for target in branches(each, task)]
        return here.node

    # -- nodes

    def _plain(self, node: str) -> Node:
        async def run(state: Any) -> Changes:
            changes: Changes = {}
            task = self._task_of(state, node)
            while True:
                at = task.at
                task, changes = await self._step(task, changes)
                if not self._program.continues(at, task.at):
                    return {**changes, POSITION: position(task)}

        return named(run, node)

    async def _step(self, task: Task, changes: Changes) -> tuple[Task, Changes]:
        """Take one step. Return the task at the next one, and all changes."""
        here = self._program[task.at]
        if not isinstance(here.step, Waiting):
            more = await execute(here.step, task)
            return replace(task, at=here.following), combined(changes, more)
        answer = interrupt(rendered(here.step.interrupt, task.variables()))
        task = replace(task, answer=answer)
        following = here.following
        for branch in here.branches:
            if branch.when is None or branch.when.admits(answer, turn=task.turn, state=task.state):
                following = branch.at
                break
        return replace(task, at=following), changes

    async def _approval(self, state: Any) -> Changes:
        task = self._task_of(state, APPROVAL)
        here = self._program[task.at]
        assert isinstance(here.step, Review)  # noqa: S101 - only these have this node
        changes = decisions.review(here.step, task)
        return {**changes, POSITION: position(replace(task, at=here.following))}

    def _tools(self) -> Node:
        subagents = {
            (at, number): self._inner(call.name, call.steps)
            for at, each in enumerate(self._program.instructions)
            if isinstance(each.step, Calls)
            for number, call in enumerate(each.step.calls)
            if call.steps
        }

        async def run(given: Any) -> Changes:
            at, number = given["at"], given["number"]
            if at not in self._program:
                raise ScenarioChanged
            here = self._program[at]
            if not isinstance(here.step, Calls) or number >= len(here.step.calls):
                raise ScenarioChanged
            call = tools.CallTask(here.step.calls[number], given, subagents.get((at, number)))
            return await call.run(here.following)

        return named(run, TOOLS)

    def _subgraph(self, step: Subgraph) -> Node:
        inner = self._inner(step.subgraph, step.steps)  # langgraph looks for subgraphs among these variables

        async def run(state: Any) -> Changes:
            is_item = TASK in state
            task = self._item(state, step.subgraph) if is_item else self._task_of(state, step.subgraph)
            given: dict[str, Any] = dict(task.state)
            if is_item:
                human = (
                    [HumanMessage(task.item, id=task.new_id("item"))] if isinstance(task.item, str) else []
                )
                given |= {MESSAGES: human, ITEM: task.item}
            result = await inner.ainvoke(given)
            changes = self._difference(given, result)
            return {**changes, POSITION: position(replace(task, at=self._program[task.at].following))}

        return named(run, step.subgraph)

    def _fan_out(self, step: FanOut) -> Node:
        inner = Builder(self._scenario, self._setting, [Turn(steps=step.steps)])

        async def run(given: Any) -> Changes:
            changes: Changes = {}
            outer = self._item(given, step.node)
            task = replace(outer, at=inner._entries[0].at)
            while task.at != END_OF_TURN:
                task, changes = await inner._step(task, changes)
            following = self._program[outer.at].following
            return {**changes, POSITION: position(replace(task, at=following))}

        return named(run, step.node)

    def _inner(self, name: str, steps: Sequence[Step]) -> Graph:
        return Builder(self._scenario, self._setting, [Turn(steps=[*steps])]).build(name)

    def _item(self, given: Mapping[str, Any], node: str) -> Task:
        task = Task(self._setting, **given[TASK])
        if task.at not in self._program or node not in nodes_of(self._program[task.at]):
            raise ScenarioChanged
        return task

    def _difference(self, given: Mapping[str, Any], result: Mapping[str, Any]) -> Changes:
        """Return what a subgraph changed: its new messages, and other keys in the form of their reducer."""
        before = {message.id for message in given.get(MESSAGES) or ()}
        changes: Changes = {MESSAGES: [each for each in result[MESSAGES] if each.id not in before]}
        for key, value in result.items():
            old = given.get(key)
            if key != MESSAGES and key not in HIDDEN and value != old:
                is_longer = self._scenario.reducers.get(key) == "append" and isinstance(old, list)
                changes[key] = value[len(old or ()) :] if is_longer else value
        return changes


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


def combined(changes: Changes, more: Changes) -> Changes:
    both = {**changes, **more}
    if MESSAGES in changes and MESSAGES in more:
        both[MESSAGES] = [*changes[MESSAGES], *more[MESSAGES]]
    return both


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


def named(node: Node, name: str) -> Node:
    node.__name__ = name
    return node

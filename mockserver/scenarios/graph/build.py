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
from langgraph.types import interrupt

from mockserver.scenarios.attempts import Attempts
from mockserver.scenarios.graph import decisions, tools
from mockserver.scenarios.graph.channels import HIDDEN, ITEM, POSITION, schemas
from mockserver.scenarios.graph.effects import Changes, execute
from mockserver.scenarios.graph.program import (
    APPROVAL,
    END_OF_TURN,
    TOOLS,
    Calls,
    Review,
    Waiting,
)
from mockserver.scenarios.graph.route import TASK, Route, ScenarioChanged, position
from mockserver.scenarios.graph.task import Setting, Task
from mockserver.scenarios.scenario import MESSAGES, Scenario, Turn
from mockserver.scenarios.steps import FanOut, Parallel, Speed, Step, Subgraph, subgraphs
from mockserver.scenarios.template_values import rendered

Graph = CompiledStateGraph[Any, None, Any, Any]
Node = Any
"""An asynchronous function of a state, or of the input of a `Send`, to an update of the state."""


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
        self._route = Route(setting, turns)
        self._program = self._route.program
        self._schema, self._visible = schemas(scenario)

    @property
    def entries(self) -> list[int]:
        """Return the first position of each turn."""
        return [entry.at for entry in self._route.entries]

    def build(self, name: str, **options: Any) -> Graph:
        graph: StateGraph[Any, None, Any, Any] = StateGraph(
            self._schema,
            input_schema=self._visible if options else self._schema,
            output_schema=self._visible,
        )
        nodes = self._nodes()
        targets = [*nodes, END]
        graph.add_conditional_edges(START, self._route.first if options else self._route.entered, targets)
        for node, function in nodes.items():
            graph.add_node(node, function)
            graph.add_conditional_edges(node, self._route.next, targets)
        made = graph.compile(name=name, **options)
        made.stream_channels = [key for key in made.stream_channels_list if key not in HIDDEN]
        if options:
            # A new input begins a new turn, also when the last one was interrupted.
            made.nodes[START].writers.append(ChannelWrite([ChannelWriteEntry(POSITION, None)]))
        return made

    def _nodes(self) -> dict[str, Node]:
        nodes: dict[str, Node] = {}
        inner: dict[str, dict[int, Subgraph | FanOut]] = {}
        for at, each in enumerate(self._program.instructions):
            match each.step:
                case Calls():
                    nodes[TOOLS] = nodes.get(TOOLS) or self._tools()
                case Review():
                    nodes[APPROVAL] = self._approval
                case Subgraph() | Parallel():
                    for step in subgraphs(each.step):
                        inner.setdefault(step.subgraph, {})[at] = step
                case FanOut():
                    inner.setdefault(each.step.node, {})[at] = each.step
                case _:
                    nodes.setdefault(each.node, self._plain(each.node))
        for node, steps in inner.items():
            is_graph = isinstance(next(iter(steps.values())), Subgraph)
            nodes[node] = (self._subgraph if is_graph else self._fan_out)(node, steps)
        return nodes

    def _plain(self, node: str) -> Node:
        async def run(state: Any) -> Changes:
            changes: Changes = {}
            task = self._route.task_of(state, node)
            while True:
                at = task.at
                task, changes = await self.step(task, changes)
                if not self._program.continues(at, task.at):
                    return {**changes, POSITION: position(task)}

        return named(run, node)

    async def step(self, task: Task, changes: Changes) -> tuple[Task, Changes]:
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
        task = self._route.task_of(state, APPROVAL)
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

    def _subgraph(self, node: str, steps: Mapping[int, Subgraph | FanOut]) -> Node:
        """Return the node of a subgraph, whose steps depend on the position in this graph."""
        builder, entries = self._entered(steps)
        inner = builder.build(node)  # langgraph looks for subgraphs among these variables

        async def run(state: Any) -> Changes:
            is_item = TASK in state
            read = self._route.item if is_item else self._route.task_of
            task = read(state, node)
            given: dict[str, Any] = {**task.state, POSITION: position(replace(task, at=entries[task.at]))}
            if is_item:
                human = (
                    [HumanMessage(task.item, id=task.new_id("item"))] if isinstance(task.item, str) else []
                )
                given |= {MESSAGES: human, ITEM: task.item}
            result = await inner.ainvoke(given)
            changes = self._difference(given, result)
            return {**changes, POSITION: position(replace(task, at=self._program[task.at].following))}

        return named(run, node)

    def _fan_out(self, node: str, steps: Mapping[int, Subgraph | FanOut]) -> Node:
        """Return the node of tasks, whose steps depend on the position in this graph."""
        inner, entries = self._entered(steps)

        async def run(given: Any) -> Changes:
            changes: Changes = {}
            outer = self._route.item(given, node)
            task = replace(outer, at=entries[outer.at])
            while task.at != END_OF_TURN:
                task, changes = await inner.step(task, changes)
            following = self._program[outer.at].following
            return {**changes, POSITION: position(replace(task, at=following))}

        return named(run, node)

    def _entered(self, steps: Mapping[int, Subgraph | FanOut]) -> tuple["Builder", dict[int, int]]:
        """Return the builder of one graph for all the steps, and its first positions by ours."""
        turns = [Turn(steps=[*each.steps]) for each in steps.values()]
        builder = Builder(self._scenario, self._setting, turns)
        return builder, dict(zip(steps, builder.entries, strict=True))

    def _inner(self, name: str, steps: Sequence[Step]) -> Graph:
        return Builder(self._scenario, self._setting, [Turn(steps=[*steps])]).build(name)

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


def combined(changes: Changes, more: Changes) -> Changes:
    both = {**changes, **more}
    if MESSAGES in changes and MESSAGES in more:
        both[MESSAGES] = [*changes[MESSAGES], *more[MESSAGES]]
    return both


def named(node: Node, name: str) -> Node:
    node.__name__ = name
    return node

"""Steps as a flat program. The position in it is part of the graph's state, so runs resume and fork there."""

from collections.abc import Sequence
from dataclasses import dataclass

from mockserver.scenarios.condition import Condition
from mockserver.scenarios.steps import (
    ApprovalRequest,
    Fail,
    FanOut,
    InboxRequest,
    Interrupt,
    Message,
    Messages,
    OfNode,
    Parallel,
    Remove,
    ShowUI,
    Step,
    Subgraph,
    ToolCall,
    Update,
    Wait,
)

AGENT = "agent"
APPROVAL = "approval"
TOOLS = "tools"
END_OF_TURN = -1

Waiting = Interrupt | ApprovalRequest | InboxRequest
Writing = Message | Messages | Update | Remove | ShowUI


@dataclass(frozen=True, slots=True)
class Review:
    """A pause for decisions on calls of the last message."""

    calls: Sequence[ToolCall]


@dataclass(frozen=True, slots=True)
class Calls:
    """Execution of the calls of the last message, each in a task of its node."""

    calls: Sequence[ToolCall]


@dataclass(frozen=True, slots=True)
class Branch:
    when: Condition | None
    at: int


@dataclass(frozen=True, slots=True)
class Instruction:
    step: Step | Review | Calls
    node: str
    """Node that executes it; empty for steps that have several nodes."""
    following: int
    """Position of the next instruction, or `END_OF_TURN`."""
    branches: tuple[Branch, ...] = ()
    """Positions after an answer that matches."""

    @property
    def waits(self) -> bool:
        return isinstance(self.step, Waiting | Review)

    @property
    def writes(self) -> bool:
        """Return whether a checkpoint follows."""
        return isinstance(self.step, Writing | Review)


def sends(step: Step | Review | Calls) -> bool:
    """Return whether the number of tasks depends on the state."""
    match step:
        case Calls() | FanOut():
            return True
        case Parallel():
            return any(each.for_each is not None for each in step.parallel)
    return isinstance(step, Subgraph) and step.for_each is not None


class Program:
    def __init__(self) -> None:
        self.instructions: list[Instruction] = []

    def __getitem__(self, at: int) -> Instruction:
        return self.instructions[at]

    def __contains__(self, at: int) -> bool:
        return 0 <= at < len(self.instructions)

    def add(self, steps: Sequence[Step], after: int = END_OF_TURN) -> int:
        """Add steps, from the last one to the first, and return the position of the first."""
        for step in reversed(steps):
            after = self._add_step(step, after)
        return after

    def is_plain(self, at: int) -> bool:
        """Return whether the instruction is executed by a node that takes several steps."""
        return at != END_OF_TURN and self[at].node not in {"", APPROVAL, TOOLS}

    def continues(self, at: int, following: int) -> bool:
        """Return whether a node takes the following step in the same superstep."""
        return (
            not self[at].writes
            and self.is_plain(following)
            and self[following].node == self[at].node
            and not self[following].waits
        )

    def _add_step(self, step: Step, after: int) -> int:
        if isinstance(step, Message):
            if step.tools:
                after = self._append(Calls(step.tools), TOOLS, after)
            if any(call.decisions for call in step.tools):
                after = self._append(Review(step.tools), APPROVAL, after)
            return self._append(step, step.node or AGENT, after)
        if isinstance(step, Waiting):
            branches = tuple(Branch(each.when, self.add(each.steps, after)) for each in step.answers)
            return self._append(step, step.node or AGENT, after, branches)
        if isinstance(step, Subgraph | Parallel | FanOut):
            if after != END_OF_TURN and sends(self[after].step):
                after = self._append(Wait(wait=0), AGENT, after)  # joins the tasks before they split again
            return self._append(step, "", after)
        return self._append(step, step.node or self._node_of(step, after), after)

    def _node_of(self, step: OfNode, after: int) -> str:
        """Return the node of the next step for a pause or an event, which belongs to it."""
        is_next = not isinstance(step, Writing | Fail) and self.is_plain(after)
        return self[after].node if is_next else AGENT

    def _append(
        self, step: Step | Review | Calls, node: str, after: int, branches: tuple[Branch, ...] = ()
    ) -> int:
        self.instructions.append(Instruction(step, node, after, branches))
        return len(self.instructions) - 1

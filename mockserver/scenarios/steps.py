"""Steps: what a graph does in a turn, one after another. The main key of a step names its kind."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)

from mockserver.scenarios.built_in_tools import COMPUTED
from mockserver.scenarios.condition import When, reachable
from mockserver.scenarios.content import Block
from mockserver.scenarios.durations import Duration
from mockserver.scenarios.strict_model import Strict
from mockserver.scenarios.template_values import Data, Fields, Text

MAX_CALLS = 100
MAX_REPEATS = 1000
MAX_ITEMS = 100
UNKNOWN_STEP = "unknown_step"
"""Type of the error of a step without a known main key."""
MESSAGE_KEYS = ("say", "tools", "reasoning", "content", "chunks")
"""Main keys of a message: one of them is needed."""
RESERVED_NODES = frozenset({"tools", "approval"})

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_.\- ]*$", max_length=100)]
"""Name of a node, which langgraph writes into namespaces: without `:` and `|`."""


class Speed(Strict):
    """Pace of a streamed text. Without it, each word takes the milliseconds of `--pace`."""

    tokens_per_second: Annotated[float, Field(gt=0, le=100_000)] | None = None
    """Words or other chunks per second."""
    first_token: Duration | None = None
    """Time until the first token."""
    jitter: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Share by which each pause varies at random: 0.3 is up to 30 %. The same seed gives the same pauses."""


class ToolCall(Strict):
    """A call of a tool, and what the tool does."""

    name: Annotated[str, StringConstraints(min_length=1)]
    """Name of the tool."""
    args: Fields = {}
    """Arguments, streamed in pieces."""
    id: Text | None = None
    """Id of the call; without it, one is made."""
    result: Data = None
    """Content of the tool's message. A value other than text is written as JSON."""
    compute: Literal[*COMPUTED] | None = None  # type: ignore[valid-type]
    """Built-in that computes the result from the arguments."""
    fails: Text | None = None
    """The tool fails with this text: its message has the status `error`."""
    takes: Duration = 0.0
    """Duration of the call."""
    approval: list[Literal["approve", "edit", "reject"]] | Literal[True] | None = None
    """Pause for a human decision before the call; `true` allows approve, edit and reject."""
    description: Text | None = None
    """Description of the call for the human who decides."""
    headless: bool = False
    """The client executes the tool: it gets the call as an interrupt, and resumes with the result."""
    interrupt: Data = None
    """Value of an interrupt inside of the tool; `answer` is available to `result`."""
    agent: Name | None = None
    """Name of the subagent that executes `steps`."""
    steps: "list[Step] | None" = None
    """Steps of a subagent, whose last message is the result."""
    set: Fields = {}
    """Update of the state after the call."""

    @model_validator(mode="after")
    def _has_one_result(self) -> "ToolCall":
        given = [name for name in ("result", "compute", "fails", "steps") if getattr(self, name) is not None]
        given += ["headless"] if self.headless else []
        if len(given) > 1 and given != ["result", "steps"]:
            raise ValueError(f"{' and '.join(given)} exclude each other")
        if self.headless and self.interrupt is not None:
            raise ValueError("headless and interrupt exclude each other")
        return self

    @property
    def decisions(self) -> list[str]:
        """Return the decisions that the user may take; none if the call needs no approval."""
        if self.approval is True:
            return ["approve", "edit", "reject"]
        return [*(self.approval or ())]


class Usage(Strict):
    """Usage metadata of a message."""

    input_tokens: Annotated[int, Field(ge=0)] = 0
    """Tokens of the prompt."""
    output_tokens: Annotated[int, Field(ge=0)] = 0
    """Tokens of the message."""
    input_token_details: dict[str, int] | None = None
    """Kinds of input tokens, such as `cache_read`."""
    output_token_details: dict[str, int] | None = None
    """Kinds of output tokens, such as `reasoning`."""


class OfNode(Strict):
    node: Name | None = None
    """Name of the graph's node that takes the step; `agent` by default."""

    @model_validator(mode="after")
    def _is_not_reserved(self) -> "OfNode":
        if self.node in RESERVED_NODES:
            raise ValueError(f"the node {self.node!r} is for tool calls and approvals")
        return self


class Message(OfNode):
    """A message of the model, streamed."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": [key]} for key in MESSAGE_KEYS]},
    )

    say: Text | None = None
    """Text of the message."""
    reasoning: Text | None = None
    """Reasoning before the text."""
    content: list[Block] = []
    """Further content blocks after the text: text with citations, images, others."""
    tools: Annotated[list[ToolCall], Field(max_length=MAX_CALLS)] = []
    """Tool calls of the message, executed at the same time."""
    usage: Usage | None = None
    """Tokens that the message took."""
    chunks: Literal["words", "characters", "whole"] | list[Text] = "words"
    """Pieces in which the text and the arguments of calls are streamed; a list replaces `say`."""
    speed: Speed | None = None
    """Pace of this message."""
    id: Text | None = None
    """Id of the message; without it, one is made."""
    name: Text | None = None
    """Name of the author."""
    set: Fields = {}
    """Update of the state together with the message."""

    @model_validator(mode="after")
    def _has_one_text(self) -> "Message":
        if isinstance(self.chunks, list) and self.say is not None:
            raise ValueError("say and a list of chunks exclude each other")
        return self


class Messages(OfNode):
    """Messages of any role, added at once without being streamed."""

    messages: Annotated[list[dict[Literal["human", "ai", "system"], Text]], Field(min_length=1)]
    """Messages such as `human: How are you?`."""
    repeat: Annotated[int, Field(ge=1, le=MAX_REPEATS)] = 1
    """Number of repetitions; `n` counts them from 1."""


class Custom(OfNode):
    """An event of the stream mode `custom`."""

    custom: Data
    """Data of the event, any JSON."""
    name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.\-]+$")] | None = None
    """With a name, the event is `{name, payload}`; in protocol v2, also on the channel `custom:NAME`."""


class RemoveUI(Strict):
    remove: Text
    """Id of the UI message."""


class UI(Strict):
    """A component of generative UI."""

    name: Text
    """Name of the component."""
    props: Fields = {}
    """Properties of the component."""
    id: Text | None = None
    """Id of the UI message; a second step with this id updates it."""
    merge: bool = False
    """Merge the props into those of the existing UI message."""


class ShowUI(OfNode):
    """A UI message: shown, updated or removed."""

    ui: UI | RemoveUI
    """The UI message, or the one to remove."""


class Update(OfNode):
    """An update of the state."""

    set: Fields
    """New values by key."""


class Remove(OfNode):
    """Removal of messages."""

    remove: Text
    """`last` is the last message of the model, `all` is every message; anything else is an id."""


class Wait(OfNode):
    """A pause."""

    wait: Duration


class HTTPError(Strict):
    """A response with an error status, before a run starts."""

    status: Annotated[int, Field(ge=400, le=599)]
    """HTTP status."""
    message: Text = ""
    """The `detail` of the response; by default the phrase of the status."""
    headers: dict[str, str] = {}
    """Headers of the response, such as `Retry-After`."""
    times: Annotated[int, Field(ge=1)] | None = None
    """Number of requests of a thread that fail; without it, all."""


class RunError(Strict):
    """An exception in the graph, which ends the run."""

    message: Text
    """Message of the exception."""
    type: Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*$")] = "RuntimeError"
    """Class of the exception."""
    text: Text = ""
    """Text that is streamed before."""
    times: Annotated[int, Field(ge=1)] | None = None
    """Number of runs of a thread that fail; without it, all."""


def error(value: Any) -> Any:
    return {"message": value} if isinstance(value, str) else value


class Fail(OfNode):
    """A failure."""

    error: Annotated[
        Annotated[HTTPError, Tag("HTTPError")] | Annotated[RunError, Tag("RunError")],
        Discriminator(lambda value: "HTTPError" if "status" in _fields(value) else "RunError"),
        BeforeValidator(error, json_schema_input_type=str | HTTPError | RunError),
    ]
    """The error; a bare text is the message of an exception."""


class Disconnect(OfNode):
    """A cut of the connections that read the run. The run continues, and can be joined."""

    disconnect: Literal[True]
    """`true`."""


class Answer(Strict):
    """Steps after an answer that matches."""

    when: When | None = None
    """Condition of the answer; without it, any answer."""
    steps: "list[Step]"
    """Steps after this answer."""

    @model_validator(mode="before")
    @classmethod
    def _inline(cls, value: Any) -> Any:
        return with_steps(value, {"when"})


Answers = Annotated[list[Answer], AfterValidator(reachable)]


class Interrupt(OfNode):
    """A pause for human input. The run ends as interrupted, and `answer` is the value that resumes it."""

    interrupt: Data
    """Value of the interrupt, any JSON."""
    answers: Answers = []
    """Steps by answer, the first match. Then the steps after the interrupt follow."""


class Action(Strict):
    name: Annotated[str, StringConstraints(min_length=1)]
    """Name of the action."""
    args: Fields = {}
    """Arguments of the action."""
    description: Text = "Tool execution requires approval"
    """Description for the human who decides."""
    allow: Annotated[list[Literal["approve", "edit", "reject"]], Field(min_length=1)] = [
        "approve",
        "edit",
        "reject",
    ]
    """Decisions that are allowed."""


class ApprovalRequest(OfNode):
    """A pause for decisions on one or several actions, in the format of LangChain's middleware."""

    approval: Annotated[list[Action], Field(min_length=1)]
    """Actions to decide on."""
    answers: Answers = []
    """Steps by answer, the first match."""

    @property
    def interrupt(self) -> dict[str, Any]:
        return approval_value(
            [(each.name, each.args, each.description, [*each.allow]) for each in self.approval]
        )


def approval_value(actions: Sequence[tuple[str, Mapping[str, Any], str, list[str]]]) -> dict[str, Any]:
    return {
        "action_requests": [
            {"name": name, "args": args, "description": description} for name, args, description, _ in actions
        ],
        "review_configs": [
            {"action_name": name, "allowed_decisions": allowed} for name, _, _, allowed in actions
        ],
    }


class InboxItem(Strict):
    action: Annotated[str, StringConstraints(min_length=1)]
    """Name of the action."""
    args: Fields = {}
    """Arguments of the action."""
    description: Text = ""
    """Markdown."""
    allow: list[Literal["accept", "edit", "respond", "ignore"]] = ["accept", "edit", "respond", "ignore"]
    """Kinds of answers that are allowed."""


class InboxRequest(OfNode):
    """A pause in the older format of Agent Inbox."""

    inbox: Annotated[list[InboxItem], Field(min_length=1)]
    """Requests, answered with a list."""
    answers: Answers = []
    """Steps by answer, the first match."""

    @property
    def interrupt(self) -> list[dict[str, Any]]:
        return [
            {
                "action_request": {"action": each.action, "args": each.args},
                "config": {
                    f"allow_{name}": name in each.allow for name in ("accept", "edit", "respond", "ignore")
                },
                "description": each.description,
            }
            for each in self.inbox
        ]


class Subgraph(Strict):
    """A graph inside of the graph, with a namespace."""

    subgraph: Name
    """Name of the node."""
    steps: "Annotated[list[Step], Field(min_length=1)]"
    """Steps of the subgraph."""
    for_each: list[Any] | Text | None = None
    """Run the subgraph once for each item, at the same time; `item` is the item, and its human message."""


class Parallel(Strict):
    """Subgraphs that run at the same time."""

    parallel: Annotated[list[Subgraph], Field(min_length=1, max_length=MAX_ITEMS)]
    """The subgraphs."""


class FanOut(Strict):
    """One task of a node for each item, at the same time, without a subgraph."""

    for_each: list[Any] | Text
    """Items, or a template of a list such as `{{ state.prompts }}`."""
    node: Name
    """Name of the node."""
    steps: "Annotated[list[Step], Field(min_length=1)]"
    """Steps of each task, in which `item` is the item. An interrupt is the first one."""

    @model_validator(mode="after")
    def _has_simple_steps(self) -> "FanOut":
        for number, step in enumerate(self.steps):
            if isinstance(step, Subgraph | Parallel | FanOut) or (isinstance(step, Message) and step.tools):
                raise ValueError(
                    "a task has no tools and no subgraphs of its own; use subgraph with for_each"
                )
            if number and isinstance(step, Interrupt | ApprovalRequest | InboxRequest):
                raise ValueError("an interrupt must be the first step of a task; use subgraph with for_each")
        return self


KINDS: Mapping[str, type[Strict]] = {
    "approval": ApprovalRequest,
    "inbox": InboxRequest,
    "interrupt": Interrupt,
    "parallel": Parallel,
    "subgraph": Subgraph,
    "for_each": FanOut,
    "messages": Messages,
    "custom": Custom,
    "ui": ShowUI,
    "remove": Remove,
    "wait": Wait,
    "error": Fail,
    "disconnect": Disconnect,
    **dict.fromkeys(MESSAGE_KEYS, Message),
    "set": Update,
}
"""Kinds of steps by their main key, in order of precedence."""


def kind(value: Any) -> str | None:
    if isinstance(value, Strict):
        return type(value).__name__
    fields = _fields(value)
    return next((model.__name__ for key, model in KINDS.items() if key in fields), None)


def _fields(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


EXAMPLES: Mapping[str, str] = {
    "approval": "approval: [{name: send_email}]",
    "inbox": "inbox: [{action: send_email}]",
    "interrupt": "interrupt: Which city?",
    "parallel": "parallel: [{subgraph: left, steps: [Left is done.]}]",
    "subgraph": "{subgraph: research, steps: [I read two papers.]}",
    "for_each": "{for_each: [1, 2], node: worker, steps: [Done.]}",
    "messages": "messages: [{human: How are you?}]",
    "custom": "custom: {progress: 50}",
    "ui": "ui: {name: weather_card}",
    "remove": "remove: last",
    "wait": "wait: 2s",
    "error": "error: Something went wrong",
    "disconnect": "disconnect: true",
    "say": "say: Hello",
    "tools": "tools: [{name: get_weather, result: Sunny}]",
    "reasoning": "reasoning: Let me think.",
    "content": "content: [{text: Hello}]",
    "chunks": "chunks: [Hel, lo]",
    "set": "set: {step: 2}",
}
"""A step of each kind, for errors."""


def only_text(value: Any) -> Any:
    """Convert a bare text to a message. The name of a kind is not one: its value was forgotten."""
    if isinstance(value, str) and value in KINDS:
        raise ValueError(
            f"the step {value!r} has no value: write it such as `{EXAMPLES[value]}`; "
            f"if it is the text of a message, write `say: {value}`"
        )
    return {"say": value} if isinstance(value, str) else value


AnyStep = Annotated[
    Annotated[ApprovalRequest, Tag("ApprovalRequest")]
    | Annotated[InboxRequest, Tag("InboxRequest")]
    | Annotated[Interrupt, Tag("Interrupt")]
    | Annotated[Parallel, Tag("Parallel")]
    | Annotated[Subgraph, Tag("Subgraph")]
    | Annotated[FanOut, Tag("FanOut")]
    | Annotated[Messages, Tag("Messages")]
    | Annotated[Custom, Tag("Custom")]
    | Annotated[ShowUI, Tag("ShowUI")]
    | Annotated[Update, Tag("Update")]
    | Annotated[Remove, Tag("Remove")]
    | Annotated[Wait, Tag("Wait")]
    | Annotated[Fail, Tag("Fail")]
    | Annotated[Disconnect, Tag("Disconnect")]
    | Annotated[Message, Tag("Message")],
    Discriminator(kind, custom_error_type=UNKNOWN_STEP, custom_error_message="unknown step"),
]

Step = Annotated[AnyStep, BeforeValidator(only_text, json_schema_input_type=str | AnyStep)]
"""A step; a bare text is a message."""

STEP_KEYS = frozenset(key for model in KINDS.values() for key in model.model_fields)


def all_steps(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield the steps and all steps inside of them."""
    for step in steps_of_graph(steps):
        yield step
        match step:
            case Message():
                yield from all_steps(inner for call in step.tools for inner in call.steps or ())
            case Subgraph() | FanOut():
                yield from all_steps(step.steps)
            case Parallel():
                yield from all_steps(step.parallel)


def steps_of_graph(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield the steps and those after answers, which are steps of the same graph."""
    for step in steps:
        yield step
        if isinstance(step, Interrupt | ApprovalRequest | InboxRequest):
            yield from steps_of_graph(inner for answer in step.answers for inner in answer.steps)


def clashing_node(steps: Iterable[Step]) -> str | None:
    """Return a name that two nodes of one graph would have, or `None`.

    Steps with the same subgraph are one node, unless they run at the same time.
    """
    here = [*steps_of_graph(steps)]
    graphs: dict[str, list[Step]] = {}
    own: list[str] = []
    for step in here:
        names = [each.subgraph for each in subgraphs(step)]
        own += [name for name in names if names.count(name) > 1]
        for each in subgraphs(step):
            graphs.setdefault(each.subgraph, []).extend(each.steps)
    tasks = {step.node for step in here if isinstance(step, FanOut)}
    shared = RESERVED_NODES | {"agent"} | {step.node for step in here if isinstance(step, OfNode)}
    own += [name for name in (*graphs, *tasks) if name in shared or (name in graphs and name in tasks)]
    inside = [*graphs.values()]
    inside += [call.steps for step in here if isinstance(step, Message) for call in step.tools if call.steps]
    return next(iter(own), None) or next(filter(None, map(clashing_node, inside)), None)


def subgraphs(step: Step) -> list[Subgraph]:
    match step:
        case Subgraph():
            return [step]
        case Parallel():
            return step.parallel
    return []


def http_error(step: Step) -> HTTPError | None:
    return step.error if isinstance(step, Fail) and isinstance(step.error, HTTPError) else None


def updated_keys(step: Step) -> list[str]:
    """Return the keys of the state that the step itself updates."""
    match step:
        case Update():
            return [*step.set]
        case Message():
            return [*step.set, *(key for call in step.tools for key in call.set)]
    return []


def with_steps(value: Any, own: set[str]) -> Any:
    """Move an inline step into `steps`: `say: Hello` and a bare text are `steps: [{say: Hello}]`."""
    if isinstance(value, str):
        return {"steps": [value]}
    if not isinstance(value, dict) or ("steps" in value and not {"subgraph", "for_each"} & value.keys()):
        return value
    step = {key: there for key, there in value.items() if key not in own}
    return {**{key: there for key, there in value.items() if key in own}, "steps": [step]} if step else value


for model in (
    ToolCall,
    Answer,
    Subgraph,
    Parallel,
    FanOut,
    Message,
    Interrupt,
    ApprovalRequest,
    InboxRequest,
):
    model.model_rebuild()

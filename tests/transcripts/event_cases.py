"""Cases of events of protocol v2: a few consecutive commands and the requested events."""

from dataclasses import dataclass
from typing import Any

from transcripts.cases import DECISIONS, QUICK

ALL = ("values", "updates", "messages", "tools", "custom", "lifecycle", "input", "tasks", "checkpoints")


@dataclass(frozen=True)
class EventCase:
    name: str
    commands: tuple[dict[str, Any], ...]
    """Params of `run.start` or `input.respond`; the latter have only the response to the interrupt."""
    wanted: dict[str, Any]
    """Body of the request for events."""


def start(graph: str = "agent", text: str | None = "hi there", **params: Any) -> dict[str, Any]:
    said = {} if text is None else {"input": {"messages": [{"role": "user", "content": text, "id": "m1"}]}}
    return {"assistant_id": graph, **said, **params}


def answer(response: Any, **params: Any) -> dict[str, Any]:
    return {"response": response, **params}


def one(name: str, *commands: dict[str, Any], channels: tuple[str, ...] = ALL, **wanted: Any) -> EventCase:
    return EventCase(name, commands, {"channels": [*channels], **wanted})


TURN = ("lifecycle", "values", "input")

CASES = (
    one("events", start()),
    one("events_of_a_tool", start(text="tool")),
    one("events_that_a_graph_writes", start("channels", text=None, input={})),
    one("events_that_no_transformer_lets_through", start("silent", text=None, input={})),
    one("events_of_a_named_channel", start("channels", text=None, input={}), channels=("custom:status",)),
    one("events_of_a_transformer", start("channels", text=None, input={}), channels=("custom:progress",)),
    one("events_of_progress", start("slow", text=None, input=QUICK), channels=("custom", "custom:progress")),
    one("events_of_subgraphs", start("nested")),
    one("events_of_a_failure", start("failing")),
    one("events_of_a_model_that_fails", start(text="boom")),
    one("events_of_an_interrupt", start("hitl"), answer("yes")),
    one("events_of_a_question", start(text="ask me"), answer("blue"), channels=TURN),
    *(
        one(
            f"events_of_decision_{name}",
            start(text="interrupt"),
            answer({"decisions": [decision]}),
            channels=TURN,
        )
        for name, decision in DECISIONS.items()
    ),
    one(
        "events_of_an_update_with_the_answer",
        start("hitl"),
        answer("yes", update={"answer": "perhaps"}),
        channels=TURN,
    ),
    one("events_of_input_as_the_answer", start("hitl"), start("hitl", text=None, input="yes"), channels=TURN),
    one("events_of_two_runs", start(), start(text="and again"), channels=("lifecycle", "values")),
    one("events_since", start(), channels=("lifecycle", "values"), since=3),
    one("events_of_one_channel", start(), channels=("messages",)),
    one("events_of_no_such_namespace", start("nested"), namespaces=[["elsewhere"]]),
    one("events_of_a_namespace", start("nested"), channels=("lifecycle", "values"), namespaces=[["child"]]),
    one("events_at_the_top", start("nested"), channels=("lifecycle", "values"), namespaces=[[]], depth=0),
)

"""Cases of streamed runs: each has a few consecutive runs of the built-in graphs."""

from dataclasses import dataclass
from typing import Any

MODES = (
    "values",
    "updates",
    "messages",
    "messages-tuple",
    "custom",
    "events",
    "debug",
    "checkpoints",
    "tasks",
)


@dataclass(frozen=True)
class Case:
    name: str
    requests: tuple[dict[str, Any], ...]
    """Bodies of streamed runs, with three additional keys.

    `cancel` names the event after which the run is cancelled. `join` joins the run from its beginning after
    it has ended. `fork` is the index of the thread's state from which the run starts; 0 is the latest.
    """
    thread: bool = True
    """`False` makes the runs stateless."""
    history: bool = False
    """Append the thread's states at the end, newest first."""


def run(graph: str = "agent", text: str | None = "hi there", **body: Any) -> dict[str, Any]:
    said = {} if text is None else {"input": {"messages": [{"role": "user", "content": text, "id": "m1"}]}}
    return {"assistant_id": graph, **said, **body}


def said(text: str) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": text, "id": text}]}


def one(name: str, *requests: dict[str, Any], **words: Any) -> Case:
    return Case(name, requests, **words)


DECISIONS = {
    "approve": {"type": "approve"},
    "edit": {"type": "edit", "edited_action": {"name": "send_email", "args": {"to": "bob@example.org"}}},
    "reject": {"type": "reject", "message": "not now"},
}

QUICK = {"seconds": 0.1}
CONFIG = {"tags": ["first"], "metadata": {"a": 1}, "configurable": {"language": "de"}, "recursion_limit": 9}

CASES = (
    *(one(f"mode_{mode}", run(stream_mode=mode)) for mode in MODES),
    *(one(f"tool_{mode}", run(text="tool", stream_mode=mode)) for mode in MODES),
    *(
        one(
            f"subgraphs_{mode}",
            run("nested", stream_mode=mode, stream_subgraphs=True, context={"language": "de"}),
        )
        for mode in MODES
    ),
    one("subgraphs_mixed", run("nested", stream_mode=[*MODES[:5], *MODES[6:]], stream_subgraphs=True)),
    one("nested_without_subgraphs", run("nested", stream_mode=["values", "updates", "messages-tuple"])),
    one("default_mode", run()),
    one("no_mode", run(stream_mode=[])),
    one("mixed", run(stream_mode=["values", "updates", "messages-tuple", "custom"])),
    *(one(f"interrupt_{mode}", run("hitl", stream_mode=mode)) for mode in MODES),
    one("resume", run(text="ask me", stream_mode="updates"), run(text=None, command={"resume": "blue"})),
    *(
        one(
            f"decision_{name}",
            run(text="interrupt", stream_mode=["values", "updates"]),
            run(
                text=None,
                stream_mode=["values", "messages-tuple"],
                command={"resume": {"decisions": [decision]}},
            ),
        )
        for name, decision in DECISIONS.items()
    ),
    *(one(f"error_{mode}", run("failing", stream_mode=mode)) for mode in MODES),
    *(one(f"boom_{mode}", run(text="boom", stream_mode=mode)) for mode in ("messages", "events")),
    one("boom", run(text="boom", stream_mode=["values", "messages-tuple"])),
    *(
        one(
            f"recursion_limit_{mode}",
            run("slow", stream_mode=mode, config={"recursion_limit": 2}, input=QUICK),
        )
        for mode in ("values", "updates", "tasks")
    ),
    one("no_input", run(text=None, stream_mode="values")),
    one("interrupt_before", run(stream_mode=["values", "updates"], interrupt_before=["agent"])),
    one("interrupt_after", run(text="tool", stream_mode=["values", "updates"], interrupt_after=["agent"])),
    *(
        one(
            f"interrupt_{when}_all",
            run("nested", stream_mode=["values", "updates"], **{f"interrupt_{when}": "*"}),
        )
        for when in ("before", "after")
    ),
    one(
        "interrupt_before_in_subgraph",
        run("nested", stream_mode="values", stream_subgraphs=True, interrupt_before=["greet"]),
        history=True,
    ),
    one(
        "goes_on",
        run("hitl", interrupt_before=["ask"]),
        run("hitl", text=None, stream_mode="debug"),
        history=True,
    ),
    one(
        "goto_end",
        run(stream_mode="values"),
        run(text=None, stream_mode="values", command={"goto": "__end__"}),
    ),
    one("resumable", run(stream_mode=["values", "updates"], stream_resumable=True, join={})),
    one(
        "joined_mode",
        run(stream_mode=["values", "updates"], stream_resumable=True, join={"stream_mode": "updates"}),
    ),
    one("stateless", run(stream_mode=["values", "updates"]), thread=False),
    one("stateless_interrupt", run(text="ask me", stream_mode=["values", "updates"]), thread=False),
    one("cancelled", run("slow", stream_mode="updates", input={"seconds": 60, "steps": 2}, cancel="updates")),
    one("durability_exit", run(stream_mode=["checkpoints", "values"], durability="exit")),
    one(
        "goto_with_input",
        run(),
        run(text=None, stream_mode="debug", command={"goto": {"node": "agent", "input": said("sent")}}),
    ),
    one(
        "update",
        run(),
        run(text=None, stream_mode=["values", "updates"], command={"update": said("more"), "goto": "agent"}),
    ),
    one("update_in_pairs", run(), run(text=None, command={"update": [["messages", said("a")["messages"]]]})),
    one("goto_nowhere", run(), run(text=None, command={"goto": "nowhere"})),
    one(
        "answer_changed",
        run("hitl"),
        run("hitl", text=None, command={"resume": 1, "goto": "tell"}),
        history=True,
    ),
    one("regenerated", run(), run(text=None, stream_mode=["values", "checkpoints"], fork=1)),
    one("edited", run(), run(text="again"), run(text="no, this", stream_mode="checkpoints", fork=2)),
    one(
        "asked_again",
        run("hitl"),
        run("hitl", text=None, command={"resume": 1}),
        run("hitl", text=None, fork=2),
    ),
    one(
        "answered_again",
        run("hitl"),
        run("hitl", text=None, command={"resume": 1}),
        run("hitl", text=None, stream_mode=["values", "tasks"], command={"resume": 2}, fork=2),
    ),
    one(
        "configured", run(stream_mode=["messages-tuple", "debug", "events"], config=CONFIG, metadata={"b": 2})
    ),
    one("context", run(stream_mode=["messages-tuple", "checkpoints"], context={"language": "de"})),
    one(
        "context_in_part", run("nested", stream_mode=["values", "tasks"], context={"language": "fr", "a": 1})
    ),
    one("context_in_config", run("nested", config={"configurable": {"language": "fr", "a": 1}})),
    one("input_refused", run("nested", stream_mode="updates", input="no object")),
    one("message_refused", run(input={"messages": [{"role": "nobody", "content": "hi"}]})),
    one("history", run(text="tool"), run("nested", text="and you?"), history=True),
    one("two_turns", run(stream_mode="values"), run(stream_mode="messages-tuple", text="and you?")),
)

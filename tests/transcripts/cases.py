"""What is asked of a server with the built-in graphs: in each case a few runs, one after another."""

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
    """Bodies of runs that are streamed. `cancel` says after which event the run is cancelled, `join` that it
    is joined from its beginning, when it has ended."""
    thread: bool = True
    """Without one the runs are stateless."""


def run(graph: str = "agent", text: str | None = "hi there", **body: Any) -> dict[str, Any]:
    said = {} if text is None else {"input": {"messages": [{"role": "user", "content": text, "id": "m1"}]}}
    return {"assistant_id": graph, **said, **body}


def one(name: str, *requests: dict[str, Any], **words: Any) -> Case:
    return Case(name, requests, **words)


DECISIONS = {
    "approve": {"type": "approve"},
    "edit": {"type": "edit", "edited_action": {"name": "send_email", "args": {"to": "bob@example.org"}}},
    "reject": {"type": "reject", "message": "not now"},
}

CASES = (
    *(one(f"mode_{mode}", run(stream_mode=mode)) for mode in MODES),
    *(one(f"tool_{mode}", run(text="tool", stream_mode=mode)) for mode in MODES),
    *(
        one(
            f"subgraphs_{mode}",
            run("nested", stream_mode=mode, stream_subgraphs=True, context={"language": "de"}),
        )
        for mode in MODES
        if mode != "events"
    ),
    one("nested_without_subgraphs", run("nested", stream_mode=["values", "updates", "messages-tuple"])),
    one("default_mode", run()),
    one("no_mode", run(stream_mode=[])),
    one("mixed", run(stream_mode=["values", "updates", "messages-tuple", "custom"])),
    *(
        one(f"interrupt_{mode}", run("hitl", stream_mode=mode))
        for mode in ("values", "updates", "tasks", "debug")
    ),
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
    *(
        one(f"error_{mode}", run("failing", stream_mode=mode))
        for mode in ("values", "updates", "tasks", "debug")
    ),
    one("boom", run(text="boom", stream_mode=["values", "messages-tuple"])),
    one("recursion_limit", run("slow", stream_mode="updates", config={"recursion_limit": 2})),
    one("no_input", run(text=None, stream_mode="values")),
    one("interrupt_before", run(stream_mode=["values", "updates"], interrupt_before=["agent"])),
    one("interrupt_after", run(text="tool", stream_mode=["values", "updates"], interrupt_after=["agent"])),
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
    one("two_turns", run(stream_mode="values"), run(stream_mode="messages-tuple", text="and you?")),
)

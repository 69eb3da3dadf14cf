"""Cases of interrupted runs: the responses to clients that wait, turn by turn."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from transcripts.stream_transcript import normalised, plain


@dataclass(frozen=True)
class WaitCase:
    name: str
    graph: str
    turns: tuple[tuple[str, ...] | str, ...]
    """Answers by turn: to the interrupts with these values, by id; or to any interrupts, with this text."""
    body: dict[str, Any] = field(default_factory=dict)
    """Additional fields of each request."""


CASES = (
    WaitCase("wait_for_two", "two", (("a",), ("b",))),
    WaitCase("wait_for_two_updates", "two", (("b",), "yes"), {"stream_mode": "updates"}),
    WaitCase("wait_for_two_at_once", "two", (("a", "b"),)),
    WaitCase("wait_for_two_by_a_text", "two", ("yes",)),
    WaitCase("wait_for_two_before", "two", (), {"interrupt_before": ["b"]}),
    WaitCase("wait_for_two_after", "two", (("a",), ("b",)), {"interrupt_after": ["b"]}),
    WaitCase("wait_beside_a_writer", "mixed", ("yes",)),
    WaitCase("wait_beside_a_failure", "broken", ("yes",)),
    WaitCase("wait_below", "below", (("c",), ("a",))),
    WaitCase("wait_below_with_subgraphs", "below", (("c",), ("a",)), {"stream_subgraphs": True}),
)


def wait_transcript(base_url: str, case: WaitCase) -> str:
    with httpx.Client(base_url=base_url, timeout=30) as client:
        stateless = client.post("/runs/wait", json=_begin(case)).json()
        return normalised("\n".join([f"stateless {plain(stateless)}", *_turns(client, case)]))


def _begin(case: WaitCase) -> dict[str, Any]:
    return {"assistant_id": case.graph, "input": {"said": ["in"]}, **case.body}


def _turns(client: httpx.Client, case: WaitCase) -> Iterator[str]:
    thread = client.post("/threads", json={}).json()["thread_id"]
    bodies: list[Any] = [None, *case.turns]
    for answered in bodies:
        body = _begin(case) if answered is None else _answer(client, thread, case, answered)
        outcome = client.post(f"/threads/{thread}/runs/wait", json=body).json()
        yield f"waited {plain(outcome)}"
        there = client.get(f"/threads/{thread}").json()
        yield f"thread {there['status']} {plain(there['values'])}"
    client.delete(f"/threads/{thread}")


def _answer(
    client: httpx.Client, thread: str, case: WaitCase, answered: tuple[str, ...] | str
) -> dict[str, Any]:
    asked = {
        each["value"]: each["id"] for each in client.get(f"/threads/{thread}/state").json()["interrupts"]
    }
    resume = answered if isinstance(answered, str) else {asked[value]: "yes" for value in answered}
    return {"assistant_id": case.graph, "command": {"resume": resume}, **case.body}

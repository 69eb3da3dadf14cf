"""Cases of commands of protocol v2: the same over HTTP and on a WebSocket."""

from dataclasses import dataclass
from typing import Any

from transcripts.event_cases import start

ASKED = "<asked>"
"""Placeholder for the id of the latest interrupt."""


@dataclass(frozen=True)
class CommandCase:
    name: str
    said: tuple[dict[str, Any] | str, ...]
    """Commands; a string is sent unchanged."""
    socket: bool = True


def command(number: int, method: str, **params: Any) -> dict[str, Any]:
    return {"id": number, "method": method, "params": params}


ENVELOPES = (
    "{",
    "[]",
    '"run.start"',
    "{}",
    '{"id": 1}',
    '{"id": 1, "method": 5}',
    '{"id": 2, "method": "agent.getTree"}',
)

REFUSED = (
    command(3, "run.pause"),
    command(4, "run.start"),
    command(5, "run.start", assistant_id=1),
    command(6, "run.start", assistant_id="nobody"),
    command(7, "run.start", assistant_id="agent", config={"configurable": {"checkpoint_id": "x"}}),
    command(8, "input.respond"),
    command(9, "input.respond", responses=[]),
    command(10, "input.respond", responses=[1]),
    command(11, "input.respond", interrupt_id="x", namespace="x"),
    command(12, "input.respond", interrupt_id="x", namespace=[], response="yes"),
    command(13, "subscription.subscribe"),
    command(14, "subscription.subscribe", channels=[]),
    command(15, "subscription.subscribe", channels=["debug"]),
    command(16, "subscription.unsubscribe"),
    command(17, "subscription.unsubscribe", subscription_id="x"),
)

TURN = (
    command(1, "subscription.subscribe", channels=["lifecycle", "input"]),
    command(2, "run.start", **start("hitl")),
    command(3, "agent.getTree"),
    command(4, "input.respond", interrupt_id="x", namespace=[], response="yes"),
    command(5, "input.respond", interrupt_id=ASKED, namespace=["elsewhere"], response="yes"),
    command(6, "input.respond", interrupt_id=ASKED, namespace=[], response="yes"),
    command(7, "input.respond", interrupt_id=ASKED, namespace=[], response="yes"),
    command(8, "agent.getTree"),
    command(9, "subscription.subscribe", channels=["values", "lifecycle"], namespaces=[["elsewhere"]]),
    command(10, "subscription.reconnect", channels=["lifecycle"]),
    command(11, "subscription.reconnect", channels=["lifecycle"], since=6, subscription_id="mine"),
    command(12, "subscription.unsubscribe", subscription_id="mine"),
    command(13, "subscription.unsubscribe", subscription_id="mine"),
)

CASES = (
    CommandCase("commands_refused", (*ENVELOPES, *REFUSED), socket=False),
    CommandCase("commands_refused_on_a_socket", (*ENVELOPES, *REFUSED)),
    CommandCase("commands_of_a_turn_on_a_socket", TURN),
    CommandCase(
        "commands_of_subgraphs_on_a_socket",
        (
            command(1, "subscription.subscribe", channels=["lifecycle"], namespaces=[["child"]]),
            command(2, "run.start", **start("nested")),
            command(3, "agent.getTree"),
        ),
    ),
)

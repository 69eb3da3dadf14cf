"""A WebSocket message that is not a command is rejected with `invalid_argument`; the socket stays open.

Why: The SDKs send only commands. If a bug in one component closes the socket, all other components of the
page lose it, too.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/transport/websocket.ts#L323
"""

from contract_tests.actions.events import LONGEST
from contract_tests.actions.events_socket import command, connection
from contract_tests.actions.resources import create_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule(
    "events.socket.invalid_message",
    operation="stream_thread_events",
    tier=3,
    level="should",
    feature="event_streaming",
)
def invalid_message(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    with connection(trial, thread_id) as socket:
        socket.send("{")
        answer = socket.answer(lambda _: True, trial.patient(LONGEST)) or {}
        following = command(trial, socket, 1, "no.such.command")
    said = [answer.get("error"), following.get("error")]
    expect.same(trial, socket.exchange, said, ["invalid_argument", "unknown_command"], "answer")

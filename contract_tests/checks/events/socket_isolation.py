"""The WebSocket of another owner's thread sends no events.

Why: Browsers can't set headers on a WebSocket, so servers easily forget to authenticate it. A stranger could
read along.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2103
"""

from contract_tests.actions.events import EVERYTHING, SILENCE, told
from contract_tests.actions.events_socket import command, connected, connection, subscribe
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule(
    "events.socket.isolation",
    operation="stream_thread_events",
    tier=3,
    feature="event_streaming",
    identities=2,
)
def isolation(trial: Trial) -> None:
    thread_id, _ = told(trial)
    with connection(trial, thread_id) as socket:
        subscribe(trial, socket, 1)
    with connected(trial, thread_id, other=True) as stranger:
        command(trial, stranger, 1, "subscription.subscribe", channels=[*EVERYTHING])
        stranger.hear(lambda _: False, trial.patient(SILENCE))
    expect.same(trial, stranger.exchange, len(stranger.exchange.events), 0)

"""`subscription.reconnect` sends exactly the missed events: each event after `since` once, in order.

Why: After a broken connection, a client restores its subscription with one command. The known SDKs subscribe
again instead.
"""

from contract_tests.actions.events import ALL_CHANNELS, events_of_run, seq, sequence_of
from contract_tests.actions.events_socket import command_to_success, connect, read_to_end, subscribe
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "events.socket.reconnect",
    operation="stream_thread_events",
    tier=3,
    level="should",
    feature="event_streaming",
)
def reconnect(ctx: CheckContext) -> None:
    thread_id, whole = events_of_run(ctx)
    half = len(whole.events) // 2
    missed, params = whole.events[half:], {"channels": [*ALL_CHANNELS], "since": seq(whole.events[half - 1])}
    with connect(ctx, thread_id) as socket:
        subscribe(ctx, socket, 1, "lifecycle")
        before = len(read_to_end(ctx, socket))  # some servers find the run only after a subscription
        command_to_success(ctx, socket, 2, "subscription.reconnect", **params)
        events = read_to_end(ctx, socket, before)
    ctx.expect(
        sequence_of(events) == sequence_of(missed),
        expected=f"the {len(missed)} events after it",
        received=expect.sequence_difference(sequence_of(events), sequence_of(missed)),
        exchange=socket.exchange,
    )

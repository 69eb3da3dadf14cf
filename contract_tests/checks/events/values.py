"""The last `values` event of a run has the values of the thread's state.

Why: `useStream` treats the last values as the truth, and corrects the streamed text by them. If they differ
from the state, the page changes at the next load.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/message-reconciliation.ts#L65
"""

from contract_tests.actions.events import data, events_of_run, own_events
from contract_tests.actions.streams import texts_by_id
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.values", operation="stream_thread_events", tier=3, feature="event_streaming")
def values(ctx: CheckContext) -> None:
    thread_id, streamed = events_of_run(ctx)
    last = own_events(streamed.events, "values")[-1:]
    messages = texts_by_id(data(last[0])) if last else {}
    state = read_state(ctx, thread_id)
    expect.same_as(
        ctx,
        streamed,
        messages,
        texts_by_id(state.json["values"]),
        what="the state's messages",
        pointer="values",
    )

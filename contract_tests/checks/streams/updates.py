"""Mode `updates` streams what each node returned, which is what the run added to the state.

Why: `onUpdateEvent` and `RemoteGraph` read the output of a node from each update. If this is the whole
state, or differs from the stored one, the page shows messages twice or not at all.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L247
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.updates", operation="stream_thread_run", tier=1)
def updates(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    streamed = stream_run(ctx, thread_id, stream_mode=["updates"])
    returned = [each for event in streamed.named("updates") for each in event.data.values()]
    actual = [each for values in returned for each in message_ids({"values": values})]
    expected = message_ids(read_state(ctx, thread_id).json)[1:]
    ctx.expect(
        bool(actual) and actual == expected,
        expected=f"the {len(expected)} messages that the run has added",
        received=expect.sequence_difference(actual, expected, "message"),
        exchange=streamed,
        pointer="updates",
    )

"""Mode `values` streams the state with the input first, then the state after each step.

Why: `useStream` replaces everything that it shows with each `values` event. If the first one lacks the
input, the user's own message disappears until the answer arrives.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/manager.ts#L904
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.values", operation="stream_thread_run", tier=1)
def values(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    streamed = stream_run(ctx, thread_id, stream_mode=["values"])
    found = [message_ids({"values": event.data}) for event in streamed.named("values")]
    expect.equal(ctx, streamed, found[:1], [["m1"]], "values")
    expected = message_ids(read_state(ctx, thread_id).json)
    wrong = next((each for each in found if each != expected[: len(each)]), found[-1])
    ctx.expect(
        wrong == expected,
        expected=f"in the end the {len(expected)} messages of the state, and before that the first of them",
        received=expect.sequence_difference(wrong, expected, "message"),
        exchange=streamed,
        pointer="values",
    )

"""Mode `checkpoints` streams the states as they are in the thread's history afterwards, oldest first.

Why: With `onCheckpointEvent`, a page can offer to return to a step while the run is still running. A
checkpoint that is missing from the history cannot be forked from.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L247
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.threads import message_ids, read_all
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.checkpoints", operation="stream_thread_run", tier=2)
def checkpoints(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    streamed = stream_run(ctx, thread_id, stream_mode=["checkpoints"])
    actual = [
        (event.data["metadata"].get("step"), message_ids(event.data))
        for event in streamed.named("checkpoints")
    ]
    states = read_all(ctx, thread_id).json[::-1]
    expected = [((state["metadata"] or {}).get("step"), message_ids(state)) for state in states]
    ctx.expect(
        bool(actual) and actual == expected,
        expected=f"the {len(expected)} states of the history",
        received=expect.sequence_difference(actual, expected, "state"),
        exchange=streamed,
        pointer="checkpoints",
    )

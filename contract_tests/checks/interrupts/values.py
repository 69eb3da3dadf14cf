"""An interrupt is streamed as `__interrupt__` in the last values.

Why: `useStream` takes the question from `values.__interrupt__`, and agent-chat-ui draws its buttons from it.
Without it, the page just stops until it is reloaded.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/interrupts.ts#L52
"""

from contract_tests.actions.interrupts import INTERRUPTS_DESCRIPTION, interrupt_ids, interrupts_of
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.values", operation="stream_thread_run", tier=1)
def values(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    streamed = stream_run(ctx, thread_id, assistant_id=ctx.graph_for("hitl"), stream_mode=["values"])
    expected = interrupts_of(ctx, read_state(ctx, thread_id))
    last = [event.data for event in streamed.named("values")][-1:]
    actual = [interrupt_ids(data.get("__interrupt__")) for data in last]
    expect.same_as(
        ctx, streamed, actual, [expected], what=INTERRUPTS_DESCRIPTION, pointer="values/__interrupt__"
    )

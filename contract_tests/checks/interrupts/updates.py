"""An interrupt is streamed as a separate `__interrupt__` update.

Why: `RemoteGraph` passes on the questions of a remote graph by `__interrupt__` among the updates. Without it,
the outer graph continues as if there had been no question.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/langgraph/langgraph/pregel/remote.py#L842
"""

from contract_tests.actions.interrupts import INTERRUPTS_DESCRIPTION, interrupt_ids, interrupts_of
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.updates", operation="stream_thread_run", tier=1)
def updates(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    streamed = stream_run(ctx, thread_id, assistant_id=ctx.graph_for("hitl"), stream_mode=["updates"])
    expected = interrupts_of(ctx, read_state(ctx, thread_id))
    actual = [
        interrupt_ids(event.data["__interrupt__"])
        for event in streamed.events
        if "__interrupt__" in event.data
    ]
    expect.same_as(
        ctx, streamed, actual, [expected], what=INTERRUPTS_DESCRIPTION, pointer="updates/__interrupt__"
    )

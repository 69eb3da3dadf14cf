"""A stop before a node is streamed as an `__interrupt__` update with an empty list.

Why: Clients that stream updates see a stop as `__interrupt__`; the list is empty because a stop has no
question. Without it, a stop looks like the end of the run.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/langgraph/langgraph/pregel/remote.py#L842
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.interrupt_before_updates", operation="stream_thread_run", tier=2)
def interrupt_before_updates(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    streamed = stream_run(ctx, thread_id, interrupt_before="*", stream_mode=["updates"])
    updates = [event.data for event in streamed.named("updates")]
    expect.equal(ctx, streamed, updates, [{"__interrupt__": []}], "updates")

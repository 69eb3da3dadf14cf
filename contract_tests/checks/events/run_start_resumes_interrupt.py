"""On an interrupted thread, the input of `run.start` is the answer to the interrupt.

Why: A user who types an answer into the chat, instead of pressing a button, reaches the server as
`run.start`. If that starts from the beginning, the question stays open, or its tool runs without approval.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L169
"""

from contract_tests.actions.events import interrupted_run, start_run
from contract_tests.actions.runs import finished
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.run_start.resumes_interrupt", operation="send_command", tier=3, feature="event_streaming")
def resumes_interrupt(ctx: CheckContext) -> None:
    thread_id, _, response = interrupted_run(ctx)
    finished(ctx, thread_id, start_run(ctx, thread_id, assistant_id=ctx.graph_for("hitl"), input=response))
    state = read_state(ctx, thread_id)
    expect.equal(ctx, state, state.json["next"], [], "/next")

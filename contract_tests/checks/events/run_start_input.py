"""The `input` of `run.start` is the input of the run.

Why: The input is the user's message. If it does not reach the graph, the agent answers something else.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L169
"""

from contract_tests.actions.events import start_run
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import finished
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.run_start.input", operation="send_command", tier=3, feature="event_streaming")
def run_input(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    finished(ctx, thread_id, start_run(ctx, thread_id))
    state = read_state(ctx, thread_id)
    expect.equal(ctx, state, message_ids(state.json)[:1], ["m1"], "/values/messages")

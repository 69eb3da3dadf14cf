"""`input.respond` answers an interrupt, and the graph continues.

Why: `run.respond()` and the buttons of a page send this command. If the graph does not continue with the
answer, the same question comes again after each click.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L211
"""

from contract_tests.actions.events import command_to_success, interrupted_run
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("events.input_respond.resumes", operation="send_command", tier=3, feature="event_streaming")
def resumes(ctx: CheckContext) -> None:
    thread_id, interrupt_id, response = interrupted_run(ctx)
    command_to_success(ctx, thread_id, "input.respond", interrupt_id=interrupt_id, response=response)
    state = eventually(ctx, lambda: read_state(ctx, thread_id), lambda it: it.json["next"] == [])
    expect.equal(ctx, state, state.json["next"], [], "/next")

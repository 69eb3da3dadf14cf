"""A command with `update` writes to the state, as a node would.

Why: Clients write with a run's `command.update`, for instance a correction together with the answer to a
question. If it is lost, the agent continues with what the human has just corrected.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L890
"""

from contract_tests.actions.runs import messages_input, run_to_success
from contract_tests.actions.threads import message_ids, read_state, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.command.update", operation="create_thread_run", tier=2)
def command_update(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=1)["thread_id"]
    run_to_success(ctx, thread_id, input=None, command={"update": messages_input(ctx, "m2")})
    state = read_state(ctx, thread_id)
    expect.equal(ctx, state, message_ids(state.json)[:2], ["m1", "m2"], "/values/messages")

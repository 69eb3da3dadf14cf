"""Cancelling a running task stops its run; the state of the task becomes and stays `canceled`.

Why: An orchestrator cancels to save time and money. A task that is `canceled` while its run continues saves
neither, and may still act.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#74-taskscancel
"""

from contract_tests.actions.a2a import cancel, create_agent, get, message, open_stream, state, task_id_of
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.cancel.running", operation="send_a2a_message", tier=3, feature="a2a")
def cancel_running(ctx: CheckContext) -> None:
    agent_id = create_agent(ctx, "slow")
    with open_stream(ctx, agent_id, message(ctx)) as reader:
        reader.next()
        task_id = task_id_of(reader.exchange)
        canceled = cancel(ctx, agent_id, task_id)
    expect.equal(ctx, canceled, state(canceled), "canceled", "/result/status/state")
    task = get(ctx, agent_id, task_id)
    expect.equal(ctx, task, state(task), "canceled", "/result/status/state")

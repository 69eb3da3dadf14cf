"""`tasks/get` finds the task of a stream, in the state with which the stream ended.

Why: A client whose connection breaks fetches the rest with `tasks/get`. If the task is not found, all its
work is lost.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#93-streaming-task-execution-sse
"""

from contract_tests.actions.a2a import create_agent, get, last_state, message, state, stream, task_id_of
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.stream.task", operation="send_a2a_message", tier=3, feature="a2a")
def stream_task(ctx: CheckContext) -> None:
    agent_id = create_agent(ctx)
    streamed = stream(ctx, agent_id, message(ctx))
    task = get(ctx, agent_id, task_id_of(streamed))
    expect.equal(ctx, task, state(task), last_state(streamed), "/result/status/state")

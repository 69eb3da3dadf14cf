"""A run that is waited for or streamed executes its command, like a background run.

Why: A page that answers a question sends a command and streams the run that continues from there.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/agent-inbox/hooks/use-interrupted-actions.tsx#L87
"""

from contract_tests.actions.runs import messages_input, run_by_operation
from contract_tests.actions.threads import message_ids, read_state, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import WAITING_FOR_RUNS


@check("runs.wait_or_stream.command", operations=WAITING_FOR_RUNS, tier=2)
def seen_command(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=1)["thread_id"]
    run_by_operation(ctx, thread_id, input=None, command={"update": messages_input(ctx, "m2")})
    state = read_state(ctx, thread_id)
    expect.equal(ctx, state, message_ids(state.json)[:2], ["m1", "m2"], "/values/messages")

"""The history is sorted newest state first.

Why: `useStream` hands the first state to `onFinish` as the latest one, and CopilotKit's adapter reverses
the list to get the oldest first. In any other order both show, or branch from, the wrong state.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L64
"""

from contract_tests.actions.threads import message_ids, read_all, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import HISTORY


@check("threads.history.order", operations=HISTORY, tier=1)
def order(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=3)["thread_id"]
    states = read_all(ctx, thread_id, ctx.operation.id)
    messages = [len(message_ids(state)) for state in states.json]
    expect.equal(ctx, states, f"states with {messages} messages", "states with [3, 2, 1] messages")

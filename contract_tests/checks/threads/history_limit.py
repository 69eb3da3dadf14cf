"""The history has at most `limit` states.

Why: `useStream` requests up to `fetchStateHistory.limit` states. Each is a full copy of the conversation: a
server that sends them all makes long threads slow to open.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L64
"""

from contract_tests.actions.threads import read_history, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import HISTORY


@check("threads.history.limit", operations=HISTORY, tier=1)
def limit(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=3)["thread_id"]
    for most in (1, 2, 3):
        states = read_history(ctx, thread_id, ctx.operation.id, limit=most)
        expect.equal(ctx, states, f"{len(states.json)} states", f"{most} states")

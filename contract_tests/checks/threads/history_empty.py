"""The history of a thread without runs is empty.

Why: `useStream` requests the history as soon as a thread is opened. An error instead of an empty list is
shown as an error on every new conversation.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L64
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import read_all
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import HISTORY


@check("threads.history.empty", operations=HISTORY, tier=1)
def empty(ctx: CheckContext) -> None:
    states = read_all(ctx, create_thread(ctx)["thread_id"], ctx.operation.id)
    expect.equal(ctx, states, f"{len(states.json)} states", "0 states")

"""The history without a `limit` has the latest state, or the latest ten.

Why: Both SDKs always send a limit, so only hand-written clients see the default. For a long thread, a
server that returns everything sends a full copy of the conversation for each step.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L687
"""

from contract_tests.actions.threads import read_history, stateful_thread
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import HISTORY

DEFAULTS = (1, 10)
"""Number of states: of the reference server, and of the upstream document."""


@check("threads.history.default_limit", operations=HISTORY, tier=2, level="should")
def default_limit(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=11)["thread_id"]
    states = read_history(ctx, thread_id, ctx.operation.id)
    count = len(states.json)
    ctx.expect(count in DEFAULTS, expected="1 state or 10", received=f"{count} states", exchange=states)

"""A repeated history request returns the states created in between.

Why: `useStream` sends the same history request after each run. With a cached response, the new answer
disappears from the page as soon as its stream has ended.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L247
"""

from contract_tests.actions.threads import add_message, read_all, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.history.includes_new", operation="search_history", tier=2)
def includes_new(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=1)["thread_id"]
    before = read_all(ctx, thread_id, "search_history")
    add_message(ctx, thread_id, "m2")
    after = read_all(ctx, thread_id, "search_history")
    expect.equal(ctx, after, len(after.json) - len(before.json), 1)

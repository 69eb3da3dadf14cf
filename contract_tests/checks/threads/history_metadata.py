"""Searching the history with `metadata` returns only the states whose metadata contains it.

Why: Clients look for the states of one run or one source with `get_history(metadata=...)`. If the filter is
ignored, they go back to a state from another run or source.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L687
"""

from contract_tests.actions.threads import (
    MAX_HISTORY,
    message_ids,
    read_all,
    read_history,
    state_with,
    stateful_thread,
)
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.history.metadata", operation="search_history", tier=2)
def metadata(ctx: CheckContext) -> None:
    thread_id = stateful_thread(ctx, messages=2)["thread_id"]
    whole = read_all(ctx, thread_id, "search_history")
    steps = [(state["metadata"] or {}).get("step") for state in whole.json]
    if None in steps or len(set(steps)) < len(steps):
        raise Blocked("the states' metadata do not differ in their step", whole)
    expected = {"step": state_with(whole, "m1")["metadata"]["step"]}
    states = read_history(ctx, thread_id, "search_history", limit=MAX_HISTORY, metadata=expected)
    messages = [message_ids(state) for state in states.json]
    expect.equal(ctx, states, messages, [["m1"]])

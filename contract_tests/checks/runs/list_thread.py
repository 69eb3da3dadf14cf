"""Listing returns only runs of the given thread.

Why: A list that contains runs of other threads shows a user parts of another conversation.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L854
"""

from contract_tests.actions.runs import created_run, enqueue_runs, list_runs, run_numbers
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.list.thread", operation="list_thread_runs", tier=2, whole_replay=True)
def list_thread(ctx: CheckContext) -> None:
    thread_id, runs = enqueue_runs(ctx, 1)
    created_run(ctx)
    listed = list_runs(ctx, thread_id)
    expect.numbered(ctx, listed, run_numbers(listed, runs), [1], "run")

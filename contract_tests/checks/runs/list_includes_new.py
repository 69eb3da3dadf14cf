"""A repeated list of a thread's runs includes runs created since the previous request.

Why: Pages repeat this request to see whether a run has started. A cached list never shows it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L885
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import created_run, list_runs
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.list.includes_new", operation="list_thread_runs", tier=2)
def includes_new(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    numbers = []
    for _ in range(2):
        created_run(ctx, thread_id, multitask_strategy="enqueue")
        listed = list_runs(ctx, thread_id)
        numbers.append(len(listed.json))
    expect.equal(ctx, listed, numbers, [1, 2])

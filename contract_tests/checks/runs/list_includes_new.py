"""A repeated list of a thread's runs includes runs created since the previous request.

Why: Pages repeat this request to see whether a run has started. A cached list never shows it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L885
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs, pending
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.list.includes_new", operation="list_thread_runs", tier=2)
def includes_new(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    found = []
    for _ in range(2):
        pending(trial, thread_id, multitask_strategy="enqueue")
        listed = list_runs(trial, thread_id)
        found.append(len(listed.json))
    expect.same(trial, listed, found, [1, 2])

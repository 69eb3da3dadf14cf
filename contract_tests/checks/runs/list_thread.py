"""List returns only runs of the given thread.

Why: A list that contains runs of other threads shows a user parts of another conversation.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L854
"""

from contract_tests.actions.runs import line_up, list_runs, numbers, pending
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.list.thread", operation="list_thread_runs", tier=2, whole_replay=True)
def list_thread(trial: Trial) -> None:
    thread_id, runs = line_up(trial, 1)
    pending(trial)
    listed = list_runs(trial, thread_id)
    trial.expect(
        numbers(listed, runs) == [1],
        expected="the thread's only run",
        received=f"runs {numbers(listed, runs)} (0 = of another thread)",
        exchange=listed,
    )

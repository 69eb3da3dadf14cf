"""Create responds before the run has finished, with the status `pending` or `running`.

Why: `runs.create` starts work in the background. If the response waits for the end of the run, the page
hangs for minutes, and proxies cut the request.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import start
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.create.pending", operation="create_thread_run", tier=1)
def create_pending(trial: Trial) -> None:
    created = trial.need(start(trial, create_thread(trial)["thread_id"]))
    trial.expect(
        created.json["status"] in {"pending", "running"},
        expected="pending",
        received=created.json["status"],
        exchange=created,
        pointer="/status",
    )

"""A run is answered when it is created, before it has run: it is pending, or at the most running.

Why: `runs.create` is for work in the background. If the answer waits for the end, the page hangs for
minutes, and proxies cut the request.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import start
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.create.pending", operation="create_thread_run", tier=1)
def create_pending(trial: Trial) -> None:
    created = trial.need(start(trial, trial.create_thread()["thread_id"]))
    trial.expect(
        created.json["status"] in {"pending", "running"},
        expected="pending",
        received=created.json["status"],
        exchange=created,
        pointer="/status",
    )

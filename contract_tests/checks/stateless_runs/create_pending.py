"""Create responds before a stateless run has finished, with the status `pending` or `running`.

Why: `runs.create(None, ...)` starts work in the background. If the response waits for the end of the run,
the caller hangs, and proxies cut the request.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import asking
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("stateless_runs.create.pending", operation="create_run", tier=2)
def create_pending(trial: Trial) -> None:
    created = trial.need(trial.call("create_run", body=asking(trial)))
    trial.expect(
        created.json["status"] in {"pending", "running"},
        expected="pending",
        received=created.json["status"],
        exchange=created,
        pointer="/status",
    )

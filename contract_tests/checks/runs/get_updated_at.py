"""A run's `updated_at` advances when its status changes.

Why: Tables of runs show since when each has been waiting or done. No known frontend reads it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L906
"""

from contract_tests.actions.runs import cancel, pending, read_run
from contract_tests.actions.threads import time
from contract_tests.findings.finding import NotTestable
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.get.updated_at", operation="get_thread_run", tier=2, level="should")
def get_updated_at(trial: Trial) -> None:
    run = read_run(trial, pending(trial)).json
    cancel(trial, run)
    after = eventually(trial, lambda: read_run(trial, run), lambda it: it.json["status"] != run["status"])
    if after.json["status"] == run["status"]:
        raise NotTestable("the status does not change", after)
    trial.expect(
        time(after.json, "updated_at") > time(run, "updated_at"),
        expected="a later time than when it was created",
        received="no later time",
        exchange=after,
        pointer="/updated_at",
    )

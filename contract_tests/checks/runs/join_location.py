"""Joining a run returns its path in `Content-Location`.

Why: A client that has only the address of a run finds its canonical path here. The SDKs already have the
path of the run they join and do not need it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/http.py#L247
"""

from contract_tests.actions.runs import about, to_be_asked
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.join.location", operations=("join_thread_run", "join_thread_run_stream"), tier=2, level="should")
def join_location(trial: Trial) -> None:
    run = to_be_asked(trial)
    joined = trial.need(trial.ask(trial.operation, about(trial, run)))
    wanted = f"/threads/{run['thread_id']}/runs/{run['run_id']}"
    found = joined.headers.get("content-location")
    expect.alike(trial, joined, found, wanted, what="the path of the run", pointer="Content-Location")

"""With `cancel_on_disconnect` a run is cancelled when who has joined it leaves.

Why: A page joins with `cancel_on_disconnect` so that nobody pays for an answer that nobody reads. If the
run goes on, each closed tab costs a whole run.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1097
"""

from contract_tests.actions.runs import pending, place, read_run
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.cancel_on_disconnect", operation="join_thread_run_stream", tier=2)
def cancel_on_disconnect(trial: Trial) -> None:
    run = pending(trial)
    query = {"cancel_on_disconnect": True}
    with trial.reading("join_thread_run_stream", path=place(run), query=query) as reader:
        trial.need(reader.exchange)
    after = trial.eventually(lambda: read_run(trial, run), lambda it: it.json["status"] != "pending")
    demand.same(trial, after, after.json["status"], "interrupted", "/status")

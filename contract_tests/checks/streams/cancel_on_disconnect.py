"""Joining a run with `cancel_on_disconnect` cancels it when the client disconnects.

Why: A page joins with `cancel_on_disconnect` to avoid paying for an unread answer. If the run continues,
each closed tab costs a whole run.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1097
"""

from contract_tests.actions.runs import pending, place, read_run
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.cancel_on_disconnect", operation="join_thread_run_stream", tier=2)
def cancel_on_disconnect(trial: Trial) -> None:
    run = pending(trial)
    query = {"cancel_on_disconnect": True}
    with trial.reading("join_thread_run_stream", path=place(run), query=query) as reader:
        trial.need(reader.exchange)
    after = eventually(trial, lambda: read_run(trial, run), lambda it: it.json["status"] != "pending")
    expect.same(trial, after, after.json["status"], "interrupted", "/status")

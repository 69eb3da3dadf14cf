"""Each run of a batch is executed on a separate thread.

Why: The runs of a batch are about different things. On one thread they would wait for each other and read
each other's messages.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L607
"""

from contract_tests.actions.runs import asking, finished, said
from contract_tests.actions.threads import message_ids
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("stateless_runs.batch.separate_threads", operation="create_runs_batch", tier=3)
def batch_separate_threads(trial: Trial) -> None:
    body = [asking(trial, input=said(name), on_completion="keep") for name in ("m1", "m2")]
    created = trial.need(trial.call("create_runs_batch", body=body))
    found = []
    for run in created.json:
        finished(trial, run["thread_id"], run["run_id"])
        state = trial.need(trial.call("get_state", path={"thread_id": run["thread_id"]}))
        found.append(message_ids(state.json)[:1])
    expect.same(trial, created, found, [["m1"], ["m2"]])

"""A stateless run with `on_completion: keep` leaves its thread and its state.

Why: A client that sends `on_completion: "keep"` continues later on the run's thread. If it is gone, so is
the conversation that should have been kept.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import asking, threads_of
from contract_tests.actions.threads import message_ids
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STARTING_ALONE


@rule("stateless_runs.on_completion_keep", operations=STARTING_ALONE, tier=2)
def on_completion_keep(trial: Trial) -> None:
    body = asking(trial, on_completion="keep", metadata={"colour": "red"})
    asked = trial.need(trial.call(trial.operation.id, body=body))
    found = eventually(
        trial,
        lambda: threads_of(trial, "red"),
        lambda it: [thread.get("status") for thread in it.json] == ["idle"],
    )
    expect.same(trial, asked, [thread.get("status") for thread in found.json], ["idle"])
    state = trial.need(trial.call("get_state", path={"thread_id": found.json[0].get("thread_id", "")}))
    expect.same(trial, asked, message_ids(state.json)[:1], ["m1"])

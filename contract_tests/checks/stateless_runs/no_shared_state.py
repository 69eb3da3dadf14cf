"""Stateless runs share no state.

Why: Stateless runs serve strangers one after the other. If one reads the messages of another, a user's
answer contains what belongs to somebody else.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L625
"""

from contract_tests.actions.runs import asking, said
from contract_tests.actions.threads import message_ids
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("stateless_runs.no_shared_state", operation="wait_run", tier=2)
def no_shared_state(trial: Trial) -> None:
    trial.need(trial.call("wait_run", body=asking(trial, input=said("m1"))))
    second = trial.need(trial.call("wait_run", body=asking(trial, input=said("m2"))))
    messages = message_ids({"values": second.json})
    expect.same(trial, second, messages[:1], ["m2"], "/messages")

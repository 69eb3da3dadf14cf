"""A graph that asks a human makes its task `input-required`, with the question in an artifact."""

from contract_tests import demand
from contract_tests.agent_use import agent, message, sent, state
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("a2a.send.asked", operation="send_a2a_message", tier=3, feature="a2a")
def send_asked(trial: Trial) -> None:
    answered = sent(trial, agent(trial, trial.hitl), message(trial))
    demand.same(trial, answered, state(answered), "input-required", "/result/status/state")
    parts = [part for each in answered.json["result"].get("artifacts", ()) for part in each["parts"]]
    trial.expect(
        any("value" in part.get("data", {}) for part in parts),
        expected="a data part with the question",
        received="none",
        exchange=answered,
        pointer="/result/artifacts",
    )

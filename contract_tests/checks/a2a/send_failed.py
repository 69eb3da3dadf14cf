"""When a run fails, its task is `failed` and the status message gives the reason.

Why: An orchestrator tries another agent when a task has `failed`, and shows its user why. Without the reason
there is nothing to show, and with `completed` no other agent is tried.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#63-taskstate-enum
"""

from contract_tests.actions.a2a import agent, message, sent, state, text
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.send.failed", operation="send_a2a_message", tier=3, feature="a2a")
def send_failed(trial: Trial) -> None:
    answered = sent(trial, agent(trial, trial.graph_for("failing")), message(trial))
    expect.same(trial, answered, state(answered), "failed", "/result/status/state")
    why = answered.json["result"]["status"].get("message", {})
    trial.expect(
        bool(text(why.get("parts"))),
        expected="a message with the reason",
        received="none",
        exchange=answered,
        pointer="/result/status/message",
    )

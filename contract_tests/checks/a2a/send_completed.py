"""A message runs the assistant: the task becomes `completed`, with the agent's response as an artifact.

Why: The orchestrator reads the result from the artifacts of a completed task. Without them, the agent has
worked for nothing.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#61-task-object
"""

from contract_tests.actions.a2a import agent, message, response, sent, state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.send.completed", operation="send_a2a_message", tier=3, feature="a2a")
def send_completed(trial: Trial) -> None:
    answered = sent(trial, agent(trial), message(trial))
    expect.same(trial, answered, state(answered), "completed", "/result/status/state")
    trial.expect(
        bool(response(answered)),
        expected="an artifact with the response",
        received="none",
        exchange=answered,
        pointer="/result/artifacts",
    )

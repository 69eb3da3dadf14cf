"""The history of a task lists its messages in order, each with the role of its author.

Why: Clients show the history as a conversation. In another order, or with the wrong role, the agent seems to
talk to itself.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#61-task-object
"""

from contract_tests.actions.a2a import agent, message, sent
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.send.history", operation="send_a2a_message", tier=3, feature="a2a")
def send_history(trial: Trial) -> None:
    said = message(trial)
    answered = sent(trial, agent(trial), said)
    history = answered.json["result"].get("history", [])
    roles = [each["role"] for each in history]
    expect.same(trial, answered, roles, ["user", "agent"], "/result/history")
    expect.alike(
        trial,
        answered,
        history[0]["messageId"],
        said["messageId"],
        what="the id of the message",
        pointer="/result/history/0/messageId",
    )

"""A message without a `contextId` starts a new context.

Why: A client that sends no context starts a new conversation. If two of them share one, users read each
other's messages.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#71-messagesend
"""

from contract_tests.actions.a2a import agent, message, sent
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.send.new_context", operation="send_a2a_message", tier=3, feature="a2a")
def send_new_context(trial: Trial) -> None:
    agent_id = agent(trial)
    first, second = (sent(trial, agent_id, message(trial)) for _ in range(2))
    contexts = {answered.json["result"]["contextId"] for answered in (first, second)}
    expect.same(trial, second, len(contexts), 2, "/result/contextId")

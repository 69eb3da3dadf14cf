"""A message with a `contextId` continues the conversation of that context.

Why: Clients send `contextId` to continue a conversation. If it is ignored, the agent has forgotten what "it"
and "there" mean.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#71-messagesend
"""

from contract_tests.actions.a2a import agent, message, said_on, sent
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

FIRST = "the first word"


@rule("a2a.send.context", operation="send_a2a_message", tier=3, feature="a2a")
def send_context(trial: Trial) -> None:
    agent_id, context_id = agent(trial), trial.new_id()
    sent(trial, agent_id, message(trial, FIRST, contextId=context_id))
    second = sent(trial, agent_id, message(trial, contextId=context_id))
    told = second.json["result"]["contextId"]
    what = "the context of the message"
    expect.alike(trial, second, told, context_id, what=what, pointer="/result/contextId")
    trial.expect(
        FIRST in said_on(trial, context_id).values(),
        expected="the first message, still on the thread",
        received="a thread without it",
        exchange=second,
    )

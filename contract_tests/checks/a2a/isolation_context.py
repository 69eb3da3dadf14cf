"""A message to another owner's context is rejected, and the context stays unchanged.

Why: A context is a conversation. A stranger who can write into it can read the conversation in the response.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#46-authorization
"""

from contract_tests.actions.a2a import message, said_on, send, sent, shared_agent
from contract_tests.actions.json_rpc import code
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.isolation.context", operation="send_a2a_message", tier=3, feature="a2a", identities=2)
def isolation_context(trial: Trial) -> None:
    agent_id, context_id = shared_agent(trial), trial.new_id()
    theirs = message(trial, contextId=context_id)
    sent(trial, agent_id, theirs, other=True)
    mine = message(trial, contextId=context_id)
    refused = send(trial, agent_id, mine)
    trial.expect(
        code(refused) is not None,
        expected="an error",
        received="a result",
        exchange=refused,
        pointer="/error",
    )
    there = said_on(trial, context_id, other=True)
    expect.same(trial, refused, mine["messageId"] in there, False)

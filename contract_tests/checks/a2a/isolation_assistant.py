"""Another owner's assistant accepts no messages.

Why: Anyone who can send messages to another person's agent uses their tools, their data and their money.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#46-authorization
"""

from http import HTTPStatus

from contract_tests.actions.a2a import agent, asked_of, message, sent
from contract_tests.actions.json_rpc import code
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.isolation.assistant", operation="send_a2a_message", tier=3, feature="a2a", identities=2)
def isolation_assistant(trial: Trial) -> None:
    theirs = agent(trial, other=True)
    sent(trial, theirs, message(trial), other=True)
    refused = trial.call("send_a2a_message", **asked_of(theirs, "message/send", {"message": message(trial)}))
    trial.expect(
        refused.status == HTTPStatus.NOT_FOUND or code(refused) is not None,
        expected="an error",
        received="a result",
        exchange=refused,
    )

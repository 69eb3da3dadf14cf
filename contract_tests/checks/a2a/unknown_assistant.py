"""A message to an unknown assistant fails with an error or 404.

Why: The agent may have been deleted after the client read its card. With an error, the client can choose
another agent; a task that never starts keeps it waiting.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#81-standard-json-rpc-errors
"""

from http import HTTPStatus

from contract_tests.actions.a2a import agent, asked_of, message, sent
from contract_tests.actions.json_rpc import code
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.unknown_assistant", operation="send_a2a_message", tier=3, feature="a2a")
def unknown_assistant(trial: Trial) -> None:
    sent(trial, agent(trial), message(trial))
    asked = {"message": message(trial)}
    refused = trial.call("send_a2a_message", **asked_of(trial.new_id(), "message/send", asked))
    trial.expect(
        refused.status == HTTPStatus.NOT_FOUND or code(refused) is not None,
        expected="an error",
        received="a result",
        exchange=refused,
    )

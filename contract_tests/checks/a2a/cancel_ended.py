"""Cancelling a task that has ended fails with the error -32002.

Why: The code `-32002` means that it was too late to cancel, and that the result can be fetched. A success
makes the orchestrator throw the result away.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#82-a2a-specific-errors
"""

from contract_tests.actions.a2a import agent, cancel, message, sent
from contract_tests.actions.json_rpc import code
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.cancel.ended", operation="send_a2a_message", tier=3, feature="a2a")
def cancel_ended(trial: Trial) -> None:
    agent_id = agent(trial)
    task_id = sent(trial, agent_id, message(trial)).json["result"]["id"]
    refused = cancel(trial, agent_id, task_id)
    expect.same(trial, refused, code(refused), -32002, "/error/code")

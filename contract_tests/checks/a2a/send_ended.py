"""A message to a task that has ended fails with the error -32004.

Why: According to the specification, a task that has ended can't be restarted. If it accepts the message, a
client that holds its result finds it changed.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#71-messagesend
"""

from contract_tests.actions.a2a import agent, message, send, sent
from contract_tests.actions.json_rpc import code
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.send.ended", operation="send_a2a_message", tier=3, feature="a2a")
def send_ended(trial: Trial) -> None:
    agent_id = agent(trial)
    task_id = sent(trial, agent_id, message(trial)).json["result"]["id"]
    refused = send(trial, agent_id, message(trial, taskId=task_id))
    expect.same(trial, refused, code(refused), -32004, "/error/code")

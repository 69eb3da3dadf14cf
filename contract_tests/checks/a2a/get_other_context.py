"""A task is found in its own context only; with another `contextId` it is unknown.

Why: The id of a task includes its conversation. If another context is accepted, a client that has mixed up
two conversations never notices.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#73-tasksget
"""

from contract_tests.actions.a2a import agent, get, message, sent, succeeded
from contract_tests.actions.json_rpc import code
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.get.other_context", operation="send_a2a_message", tier=3, feature="a2a")
def get_other_context(trial: Trial) -> None:
    agent_id = agent(trial)
    task = sent(trial, agent_id, message(trial)).json["result"]
    succeeded(get(trial, agent_id, task["id"], contextId=task["contextId"]))
    refused = get(trial, agent_id, task["id"], contextId=trial.new_id())
    expect.same(trial, refused, code(refused), -32001, "/error/code")

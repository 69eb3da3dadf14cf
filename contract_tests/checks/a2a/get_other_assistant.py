"""A task can be read through its own assistant only; through another assistant it is unknown.

Why: A URL stands for one agent. If the URL of any agent returns all tasks, permission for one agent gives
access to the tasks of all.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#73-tasksget
"""

from contract_tests.actions.a2a import agent, get, message, sent, succeeded
from contract_tests.actions.json_rpc import code
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.get.other_assistant", operation="send_a2a_message", tier=3, feature="a2a")
def get_other_assistant(trial: Trial) -> None:
    mine, another = agent(trial), agent(trial)
    task_id = sent(trial, mine, message(trial)).json["result"]["id"]
    succeeded(get(trial, mine, task_id))
    refused = get(trial, another, task_id)
    expect.same(trial, refused, code(refused), -32001, "/error/code")

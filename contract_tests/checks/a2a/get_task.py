"""`tasks/get` returns the task that `message/send` returned, with its id, context and state.

Why: Clients that can't stream send a message and poll. If the task is not found, or never changes its state,
they poll until they give up.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#73-tasksget
"""

from contract_tests.actions.a2a import agent, get, message, sent, state, succeeded
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.get.task", operation="send_a2a_message", tier=3, feature="a2a")
def get_task(trial: Trial) -> None:
    agent_id = agent(trial)
    task = sent(trial, agent_id, message(trial)).json["result"]
    found = succeeded(get(trial, agent_id, task["id"]))
    for name in ("id", "contextId"):
        told = found.json["result"][name]
        expect.alike(trial, found, told, task[name], what="the value of the task", pointer=f"/result/{name}")
    expect.same(trial, found, state(found), "completed", "/result/status/state")

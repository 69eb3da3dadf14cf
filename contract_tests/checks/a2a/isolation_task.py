"""Another owner's task is reported as unknown, with the same error as a task that does not exist.

Why: A task holds the whole conversation. If the error differs from that of an unknown task, it reveals to a
stranger that the task exists.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#82-a2a-specific-errors
"""

from contract_tests.actions.a2a import cancel, get, message, sent, shared_agent, succeeded
from contract_tests.actions.json_rpc import code
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.isolation.task", operation="send_a2a_message", tier=3, feature="a2a", identities=2)
def isolation_task(trial: Trial) -> None:
    agent_id = shared_agent(trial)
    task_id = sent(trial, agent_id, message(trial), other=True).json["result"]["id"]
    succeeded(get(trial, agent_id, task_id, other=True))
    for asked in (get, cancel):
        refused = asked(trial, agent_id, task_id)
        expect.same(trial, refused, code(refused), -32001, "/error/code")

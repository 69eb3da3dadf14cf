"""A message to a task in the state `input-required` is its answer: the same task continues and completes.

Why: An orchestrator answers a question by sending the task's id back. If a new task begins, the first one
stays open, and its question is repeated.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#94-multi-turn-interaction-input-required
"""

from contract_tests.actions.a2a import agent, asking, message, sent, state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.send.continues_task", operation="send_a2a_message", tier=3, feature="a2a")
def send_answer(trial: Trial) -> None:
    agent_id = agent(trial, trial.graph_for("hitl"))
    task_id = asking(trial, agent_id)
    answered = sent(trial, agent_id, message(trial, taskId=task_id))
    expect.same(trial, answered, state(answered), "completed", "/result/status/state")
    expect.alike(
        trial,
        answered,
        answered.json["result"]["id"],
        task_id,
        what="the same task",
        pointer="/result/id",
    )

"""A data part with `resume` answers a task in the state `input-required` with that value, unchanged.

Why: Graphs that interrupt for a decision expect an object, not a text. If `resume` is packed into a message,
the graph can't read the answer and interrupts again.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#94-multi-turn-interaction-input-required
"""

from contract_tests.actions.a2a import agent, asking, message, sent, state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.send.resume_data", operation="send_a2a_message", tier=3, feature="a2a")
def send_resume(trial: Trial) -> None:
    agent_id = agent(trial, trial.graph_for("hitl"))
    task_id = asking(trial, agent_id)
    said = {**message(trial, taskId=task_id), "parts": [{"kind": "data", "data": {"resume": "yes"}}]}
    answered = sent(trial, agent_id, said)
    expect.same(trial, answered, state(answered), "completed", "/result/status/state")

"""A cancelled task keeps its history.

Why: An orchestrator shows why a task was cancelled, and lets another agent continue from there. Without the
history, the work starts from scratch.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#61-task-object
"""

from contract_tests.actions.a2a import agent, asking, cancel, get, succeeded
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.cancel.history", operation="send_a2a_message", tier=3, feature="a2a")
def cancel_history(trial: Trial) -> None:
    agent_id = agent(trial, trial.graph_for("hitl"))
    task_id = asking(trial, agent_id)
    succeeded(cancel(trial, agent_id, task_id))
    found = succeeded(get(trial, agent_id, task_id))
    history = found.json["result"].get("history", ())
    trial.expect(
        bool(history),
        expected="the message that started it",
        received="no history",
        exchange=found,
        pointer="/result/history",
    )

"""Cancelling a task in the state `input-required` withdraws the question and leaves its thread idle.

Why: An orchestrator cancels a task that will never get an answer. If the question stays open, the next
message in the context is taken for the answer to it.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#74-taskscancel
"""

from contract_tests.actions.a2a import agent, asking, cancel, get, state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.cancel.input_required", operation="send_a2a_message", tier=3, feature="a2a")
def cancel_asked(trial: Trial) -> None:
    agent_id = agent(trial, trial.graph_for("hitl"))
    task_id = asking(trial, agent_id)
    canceled = cancel(trial, agent_id, task_id)
    expect.same(trial, canceled, state(canceled), "canceled", "/result/status/state")
    found = get(trial, agent_id, task_id)
    expect.same(trial, found, state(found), "canceled", "/result/status/state")
    thread = trial.need(trial.call("get_thread", path={"thread_id": found.json["result"]["contextId"]}))
    expect.same(trial, thread, thread.json["status"], "idle", "/status")

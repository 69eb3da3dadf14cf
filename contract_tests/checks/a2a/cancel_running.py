"""Cancelling a running task stops its run; the state of the task becomes and stays `canceled`.

Why: An orchestrator cancels to save time and money. A task that is `canceled` while its run continues saves
neither, and may still act.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#74-taskscancel
"""

from contract_tests.actions.a2a import agent, begun, cancel, get, message, state, streaming
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.cancel.running", operation="send_a2a_message", tier=3, feature="a2a")
def cancel_running(trial: Trial) -> None:
    agent_id = agent(trial, trial.graph_for("slow"))
    with streaming(trial, agent_id, message(trial)) as reader:
        reader.next()
        task_id = begun(reader.exchange)
        canceled = cancel(trial, agent_id, task_id)
    expect.same(trial, canceled, state(canceled), "canceled", "/result/status/state")
    found = get(trial, agent_id, task_id)
    expect.same(trial, found, state(found), "canceled", "/result/status/state")

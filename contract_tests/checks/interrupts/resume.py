"""`command.resume` answers the interrupt: the run continues to its end, and no interrupts are left.

Why: Approve, Edit and Reject of agent-chat-ui send the decision as `command.resume`. If it does not reach
the graph, the same question comes again after each click.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/agent-inbox/hooks/use-interrupted-actions.tsx#L87
"""

from contract_tests.actions.interrupts import answer, ask_a_human, asked_in
from contract_tests.actions.runs import succeed
from contract_tests.actions.threads import read_state, read_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("interrupts.resume", operation="create_thread_run", tier=1)
def resume(trial: Trial) -> None:
    thread_id = ask_a_human(trial)["thread_id"]
    asked_in(paused := read_state(trial, thread_id))
    resumed = {"assistant_id": trial.graph_for("hitl"), "input": None, "command": {"resume": answer(paused)}}
    succeed(trial, thread_id, **resumed)
    state, thread = read_state(trial, thread_id), read_thread(trial, thread_id)
    expect.same(trial, state, [state.json["next"], state.json["tasks"]], [[], []])
    expect.same(trial, thread, [thread.json["status"], thread.json.get("interrupts") or {}], ["idle", {}])

"""An interrupted graph that is run without an answer is interrupted again.

Why: A user who writes instead of answering must see the question again: CopilotKit's adapter repeats it by
itself. If the graph runs past the question, it acts without approval.
https://github.com/ag-ui-protocol/ag-ui/blob/821b8c227c6f/integrations/langgraph/typescript/src/agent.ts#L784
"""

from contract_tests.actions.interrupts import ask_a_human, asked_in
from contract_tests.actions.runs import finish
from contract_tests.actions.threads import read_state, read_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("interrupts.rerun_without_answer", operation="create_thread_run", tier=2)
def rerun_without_answer(trial: Trial) -> None:
    thread_id = ask_a_human(trial)["thread_id"]
    asked = asked_in(read_state(trial, thread_id))
    finish(trial, thread_id, assistant_id=trial.graph_for("hitl"), input=None)
    state, thread = read_state(trial, thread_id), read_thread(trial, thread_id)
    expect.same(trial, thread, thread.json["status"], "interrupted", "/status")
    expect.same(trial, state, len(state.json["tasks"]), len(asked), "/tasks")

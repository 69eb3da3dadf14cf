"""`command.resume` can map interrupt ids to answers.

Why: Agents that work in parallel raise several interrupts at once, and clients answer one by its id. Without
that, the answer goes to the wrong question.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L890
"""

from contract_tests.actions.interrupts import answer, ask_a_human, asked_in
from contract_tests.actions.runs import succeed
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("interrupts.resume_by_id", operation="create_thread_run", tier=2)
def resume_by_id(trial: Trial) -> None:
    thread_id = ask_a_human(trial)["thread_id"]
    paused = read_state(trial, thread_id)
    given = dict.fromkeys(asked_in(paused), answer(paused))
    succeed(trial, thread_id, assistant_id=trial.graph_for("hitl"), input=None, command={"resume": given})
    state = read_state(trial, thread_id)
    expect.same(trial, state, state.json["next"], [], "/next")

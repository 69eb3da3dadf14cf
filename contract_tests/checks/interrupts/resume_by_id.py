"""`command.resume` can map interrupt ids to answers.

Why: Agents that work in parallel raise several interrupts at once, and clients answer one by its id. Without
that, the answer goes to the wrong question.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L890
"""

from contract_tests.actions.interrupts import interrupt_run, interrupts_of, resume_value
from contract_tests.actions.runs import run_to_success
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.resume_by_id", operation="create_thread_run", tier=2)
def resume_by_id(ctx: CheckContext) -> None:
    thread_id = interrupt_run(ctx)["thread_id"]
    paused = read_state(ctx, thread_id)
    resume_values = dict.fromkeys(interrupts_of(ctx, paused), resume_value(paused))
    run_to_success(
        ctx, thread_id, assistant_id=ctx.graph_for("hitl"), input=None, command={"resume": resume_values}
    )
    state = read_state(ctx, thread_id)
    expect.equal(ctx, state, state.json["next"], [], "/next")

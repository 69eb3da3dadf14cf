"""The metadata of a state contains the id of the run that wrote it.

Why: Feedback forms and trace viewers find the run of a message by a state's `metadata.run_id`. The chat
frontends take the id from the stream instead.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L687
"""

from contract_tests.actions.runs import run_to_success
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.state.run_id", operation="create_thread_run", tier=2, level="should")
def state_run_id(ctx: CheckContext) -> None:
    run = run_to_success(ctx)
    state = read_state(ctx, run["thread_id"])
    run_id = (state.json["metadata"] or {}).get("run_id")
    ctx.expect(
        run_id == run["run_id"],
        expected="the id of the run",
        received=expect.shown(run_id),
        exchange=state,
        pointer="/metadata/run_id",
    )

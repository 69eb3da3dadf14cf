"""A run with the durability `exit` leaves only its last checkpoint; by default it leaves one per step.

Why: Clients request `durability="exit"` for speed. A server that writes each step is slower, but breaks no
client.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L104
"""

from contract_tests.actions.runs import need_history, run_by_operation, run_to_success
from contract_tests.actions.threads import message_ids, read_all
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_ON_A_THREAD


@check("runs.durability.exit", operations=STARTING_ON_A_THREAD, tier=3, level="should")
def durability_exit(ctx: CheckContext) -> None:
    need_history(ctx)
    usual = read_all(ctx, run_to_success(ctx)["thread_id"])
    history = read_all(ctx, run_by_operation(ctx, durability="exit"))
    if len(usual.json) == 1 or not any(map(message_ids, history.json)):
        raise Blocked("a run leaves no distinguishable states", usual)
    expect.equal(ctx, history, len(history.json), 1)

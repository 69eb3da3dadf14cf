"""A run that ends with an interrupt has the status `success`.

Why: Programs poll while a run is `pending` or `running`, and take `error` for a failure. An interrupted run
has done its work: any status but `success` raises an alarm.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L23
"""

from contract_tests.actions.interrupts import interrupt_run
from contract_tests.actions.runs import read_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.run_success", operation="create_thread_run", tier=2)
def run_success(ctx: CheckContext) -> None:
    run = read_run(ctx, interrupt_run(ctx))
    expect.equal(ctx, run, run.json["status"], "success", "/status")

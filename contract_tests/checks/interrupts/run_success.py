"""A run that ends with an interrupt has the status `success`.

Why: Programs poll while a run is `pending` or `running`, and take `error` for a failure. An interrupted run
has done its work: any status but `success` raises an alarm.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L23
"""

from contract_tests.actions.interrupts import ask_a_human
from contract_tests.actions.runs import read_run
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("interrupts.run_success", operation="create_thread_run", tier=2)
def run_success(trial: Trial) -> None:
    run = read_run(trial, ask_a_human(trial))
    expect.same(trial, run, run.json["status"], "success", "/status")

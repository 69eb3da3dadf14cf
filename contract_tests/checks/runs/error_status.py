"""A run whose graph fails has the status `error`.

Why: Programs that poll a run stop at `error` and report it. If a failed run looks successful, they continue
with values that do not exist.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L23
"""

from contract_tests.actions.runs import finish, read_run
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.error.status", operation="create_thread_run", tier=1)
def error_status(trial: Trial) -> None:
    run = read_run(trial, finish(trial, assistant_id=trial.graph_for("failing")))
    expect.same(trial, run, run.json["status"], "error", "/status")

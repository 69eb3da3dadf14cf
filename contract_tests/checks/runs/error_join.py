"""Joining a failed run returns 200 and the error as `__error__`.

Why: Programs that join look for `__error__` in the values, as the SDKs' `wait` does. With a 500 instead,
the JavaScript SDK joins four more times; with plain values, the failure goes unnoticed.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1060
"""

from contract_tests.actions.runs import finish, place
from contract_tests.findings.finding import NotTestable
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.error.join", operation="join_thread_run", tier=2)
def error_join(trial: Trial) -> None:
    run = finish(trial, assistant_id=trial.graph_for("failing"))
    if run["status"] != "error":
        raise NotTestable(f"a failing run ends with the status {run['status']}", trial.exchanges[-1])
    joined = trial.call("join_thread_run", path=place(run))
    expect.status(trial, joined, 200)
    said = joined.json if isinstance(joined.json, dict) else {}
    expect.same(trial, joined, sorted(said.get("__error__", {})), ["error", "message"], "/__error__")

"""Joining a run that has failed is answered with 200 and what went wrong: `__error__`."""

from contract_tests import demand
from contract_tests.finding import NotTestable
from contract_tests.rule import rule
from contract_tests.running import finish, place
from contract_tests.trial import Trial


@rule("runs.error.join", operation="join_thread_run", tier=2)
def error_join(trial: Trial) -> None:
    run = finish(trial, assistant_id=trial.failing)
    if run["status"] != "error":
        raise NotTestable(f"a failing run ends with the status {run['status']}", trial.exchanges[-1])
    joined = trial.call("join_thread_run", path=place(run))
    demand.status(trial, joined, 200)
    said = joined.json if isinstance(joined.json, dict) else {}
    demand.same(trial, joined, sorted(said.get("__error__", {})), ["error", "message"], "/__error__")

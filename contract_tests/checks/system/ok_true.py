"""`GET /ok` returns `ok` as true.

Why: Health checks and scripts that wait for the server request `/ok`. A server that is up but does not return
true is restarted again and again.
https://docs.docker.com/reference/dockerfile/#healthcheck
"""

from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("system.ok.true", operation="get_ok", tier=1)
def true(trial: Trial) -> None:
    said = trial.ask(trial.operation, Question())
    expect.status(trial, said, 200)
    ok = said.json.get("ok") if isinstance(said.json, dict) else None
    expect.same(trial, said, ok, True, "/ok")

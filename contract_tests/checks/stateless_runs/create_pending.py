"""A stateless run is answered when it is created, before it has run: it is pending, or running already."""

from contract_tests.rule import rule
from contract_tests.running import asking
from contract_tests.trial import Trial


@rule("stateless_runs.create.pending", operation="create_run", tier=2)
def create_pending(trial: Trial) -> None:
    created = trial.need(trial.call("create_run", body=asking(trial)))
    trial.expect(
        created.json["status"] in {"pending", "running"},
        expected="pending",
        received=created.json["status"],
        exchange=created,
        pointer="/status",
    )

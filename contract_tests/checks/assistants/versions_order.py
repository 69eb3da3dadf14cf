"""Versions come newest first, all that there were."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.trial import Trial
from contract_tests.versions import named, read_versions


@rule("assistants.versions.order", operation="list_assistant_versions", tier=2)
def order(trial: Trial) -> None:
    listed = read_versions(trial, named(trial, "one", "two", "three"))
    demand.same(trial, listed, [version["version"] for version in listed.json], [3, 2, 1])

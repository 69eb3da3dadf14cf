"""Versions can be chosen by metadata."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.trial import Trial
from contract_tests.versions import named, read_versions


@rule("assistants.versions.metadata", operation="list_assistant_versions", tier=2)
def metadata(trial: Trial) -> None:
    own = named(trial, "one", "two", "three")
    listed = read_versions(trial, own, metadata={"number": "two"})
    demand.same(trial, listed, [version["version"] for version in listed.json], [2])

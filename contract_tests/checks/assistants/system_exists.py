"""Each graph has an assistant from the start, that the server has made: its metadata says so."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("assistants.system.exists", operation="search_assistants", tier=2)
def exists(trial: Trial) -> None:
    body = {"graph_id": trial.graph, "metadata": {"created_by": "system"}}
    found = trial.need(trial.call("search_assistants", body=body))
    demand.same(trial, found, f"{len(found.json)} found", "1 found")
    counted = trial.need(trial.call("count_assistants", body=body))
    demand.same(trial, counted, counted.json, 1)

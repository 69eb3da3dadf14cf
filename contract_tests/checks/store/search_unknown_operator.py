"""A filter with an operator that is none is refused with 400."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.shelf import shelf
from contract_tests.trial import Trial


@rule("store.search.unknown_operator", operation="search_items", tier=3, feature="store")
def unknown_operator(trial: Trial) -> None:
    own = shelf(trial)
    own.put("k", {"n": 2})
    own.search(filter={"n": {"$eq": 2}})
    body = {"namespace_prefix": [own.root], "filter": {"n": {"$nothing": 2}}}
    demand.status(trial, trial.call("search_items", body=body), 400)

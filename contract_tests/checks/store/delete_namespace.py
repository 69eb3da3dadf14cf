"""A namespace whose last item was deleted is no longer listed."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.shelf import shelf
from contract_tests.trial import Trial


@rule("store.delete.namespace", operation="delete_item", tier=3, feature="store")
def namespace(trial: Trial) -> None:
    own = shelf(trial)
    own.put("k", {}, "a")
    own.put("k", {}, "b")
    own.delete("k", "a")
    listed = own.namespaces()
    demand.same(trial, listed, own.labels(listed), ["b"], "/namespaces")

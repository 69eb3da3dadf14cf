"""Tests of the actions on store items, for an owner whose items have further fields."""

import httpx
import pytest

from contract_tests.actions.store import store_namespace
from contract_tests.findings.survey import Survey
from contract_tests.harness.graphs import Graphs

STORED = {"colour": "red", "owner": "alice"}


@pytest.mark.parametrize(
    ("fields", "value"),
    [({}, STORED), ({"first": {"owner": "alice"}, "other": {}}, {"colour": "red"})],
)
def test_value_is_read_without_the_fields_that_were_added(context_on, fields, value):
    def respond(_):
        return httpx.Response(200, json={"namespace": ["a"], "key": "k", "value": STORED})

    graphs = Graphs(survey=Survey(item_fields=fields))
    with context_on(respond, operation="get_item", graphs=graphs) as ctx:
        own = store_namespace(ctx)
        assert own.value(own.get("k")) == value


def test_missing_item_has_no_value(context_on):
    with context_on(lambda _: httpx.Response(200, json=None), operation="get_item") as ctx:
        own = store_namespace(ctx)
        assert own.value(own.get("k")) is None

"""Tests of the actions on store items, for an owner whose items have further fields."""

import json

import httpx
import pytest

from contract_tests.actions.store import store_namespace
from contract_tests.findings.finding import RequestRefused, Skipped
from contract_tests.findings.survey import Survey
from contract_tests.harness.graphs import Graphs

FIELDS = {"first": {"owner": "alice"}, "other": {}}
STORED = {"colour": "red", "owner": "alice"}


@pytest.mark.parametrize(
    ("fields", "value"),
    [({}, STORED), (FIELDS, {"colour": "red"})],
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


def test_404_for_a_missing_item_hides_no_change(context_on):
    """A check of what a deletion leaves goes on, the status is the finding of another one."""
    with context_on(lambda _: httpx.Response(404, json={"detail": "no"}), operation="delete_item") as ctx:
        own = store_namespace(ctx)
        assert own.value(own.look("k")) is None
        with pytest.raises(RequestRefused):
            own.get("k")


@pytest.mark.parametrize(("fields", "listed"), [(FIELDS, ["b"]), ({}, [])])
def test_namespaces_that_do_not_match_are_not_listed(context_on, fields, listed):
    def respond(request):
        is_narrow = len(json.loads(request.content)["prefix"]) > 1
        return httpx.Response(200, json={"namespaces": [] if is_narrow else [listed]})

    graphs = Graphs(survey=Survey(item_fields=fields))
    with context_on(respond, operation="list_namespaces", graphs=graphs) as ctx:
        assert store_namespace(ctx).namespaces("a").json == {"namespaces": []}


def test_check_is_skipped_if_a_handler_hides_all_namespaces(context_on):
    graphs = Graphs(survey=Survey(item_fields=FIELDS))
    empty = httpx.Response(200, json={"namespaces": []})
    with (
        context_on(lambda _: empty, operation="list_namespaces", graphs=graphs) as ctx,
        pytest.raises(Skipped, match="may allow only some values"),
    ):
        store_namespace(ctx).namespaces("a")

"""Proof that no documented field and no constraint is left out.

The mutants of `tests/mutation` are derived from the contract independently: they share only
the variants of a body with the generator.
"""

import pytest
from mutation import constraints, refusals
from mutation.canned import acceptance, rejection
from mutation.reasons import Reasons

from contract_tests import contract as contracts
from contract_tests.client.operation_request import NO_BODY, OperationRequest, as_text
from contract_tests.generation.body_variants import body_variants
from contract_tests.generation.documented_values import NAMING, DocumentedValues
from contract_tests.generation.invalid_requests import Faults
from contract_tests.generation.smallest_value import ID, least
from sweep import sweep

CONTRACT = contracts.load()
OPERATIONS = sweep(
    [each.id for each in CONTRACT.operations if each.body is not None or each.parameters],
    *("search_threads", "put_item", "list_thread_runs", "get_assistant_graph", "search_crons"),
)
REASONS = Reasons.load()

SENT_BY_CHECKS = frozenset({"documented field refused: cancel_runs body /status"})
"""Refusals that a semantic check finds: a generated request would cancel the runs of others."""


def least_request(operation):
    """Return a valid request without optional fields."""
    given = {"path": {}, "query": {}, "header": {}}
    for each in operation.parameters:
        if each.get("required"):
            schema = CONTRACT.resolve(each["schema"])
            given[each["in"]][each["name"]] = each.get("example", ID if "pattern" in schema else "text")
    body = NO_BODY if operation.body is None else least(CONTRACT, operation.body)
    return OperationRequest(given["path"], given["query"], given["header"], body)


def as_received(request):
    query = {
        name: [*map(as_text, value)] if isinstance(value, list) else as_text(value)
        for name, value in request.query.items()
    }
    headers = {name.lower(): text for name, text in request.headers.items()}
    return OperationRequest(request.path, query, headers, request.body)


def missed(servers, shows):
    unexplained = [each for each in servers if REASONS.of(each.name) is None]
    return [each.name for each in unexplained if each.name not in SENT_BY_CHECKS and not shows(each)]


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_each_constraint_is_broken_alone(operation_id, validity):
    operation = CONTRACT.by_id[operation_id]
    requests = [
        fault.request
        for variant in body_variants(CONTRACT, operation)
        for fault in Faults(CONTRACT, validity, variant.operation).of(least_request(variant.operation))
    ]
    known = constraints.sloppy_servers(CONTRACT, validity, operation)
    servers = [each for each in known if each.place.where != "path"]  # `scripted.py` covers the path
    assert missed(servers, lambda server: any(map(server.accepts, requests))) == []


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_each_documented_value_is_sent(operation_id, validity):
    operation = CONTRACT.by_id[operation_id]
    requests = [
        value.request
        for variant in body_variants(CONTRACT, operation)
        for values in [DocumentedValues(CONTRACT, validity, variant.operation)]
        for value in values.of(least_request(variant.operation))
    ]
    known = refusals.strict_servers(CONTRACT, validity, operation)
    servers = [each for each in known if not NAMING.search(each.place.place.path[-1])]
    assert missed(servers, lambda server: any(map(server.rejects, map(as_received, requests)))) == []


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_values_are_sent_together_in_valid_requests(operation_id, validity):
    operation = CONTRACT.by_id[operation_id]
    for variant in body_variants(CONTRACT, operation):
        values = DocumentedValues(CONTRACT, validity, variant.operation)
        groups = values.together(least_request(variant.operation))
        alone = list(values.of(least_request(variant.operation)))
        sent = [(each.field.pointer, repr(each.value)) for group in groups for each in group.values]
        assert sorted(sent) == sorted((each.field.pointer, repr(each.value)) for each in alone)
        assert len(groups) <= len(alone)
        assert not any(validity.breaches(variant.operation, group.request) for group in groups)


@pytest.mark.parametrize("operation", CONTRACT.operations, ids=lambda each: each.id)
def test_mutants_respond_as_the_contract_shows(operation):
    if operation.success:
        assert acceptance(operation).status in operation.success
    assert rejection(operation).status >= 400


def values_of(validity, operation_id, name):
    """Return the values of a field that are sent, with the bodies."""
    operation = CONTRACT.by_id[operation_id]
    return [
        (each.value, each.request.body)
        for each in DocumentedValues(CONTRACT, validity, operation).of(least_request(operation))
        if each.field.name == name
    ]


@pytest.mark.parametrize("name", ["depth", "namespaces", "since"])
def test_a_value_that_servers_only_may_accept_is_not_documented(validity, name):
    values = [value for value, _ in values_of(validity, "stream_thread_events", name)]
    assert values
    assert all(isinstance(value, int | list) for value in values)


@pytest.mark.parametrize("operation_id", ["create_thread", "update_thread"])
def test_a_time_to_live_always_has_a_duration(validity, operation_id):
    sent = [
        body["ttl"] for name in ("ttl", "ttl.strategy") for _, body in values_of(validity, operation_id, name)
    ]
    assert {each.get("strategy") for each in sent} == {None, "delete", "keep_latest"}
    assert all(each["ttl"] > 0 for each in sent)


@pytest.mark.parametrize("operation_id", ["wait_thread_run", "create_runs_batch"])
def test_a_command_is_sent_without_the_input_that_it_takes_the_place_of(operation_id, validity):
    operation = CONTRACT.by_id[operation_id]
    least_body = {"assistant_id": "agent", "input": {}}
    body = [least_body] if operation_id == "create_runs_batch" else least_body
    sent = [
        (each.field.name, each.value, run)
        for each in DocumentedValues(CONTRACT, validity, operation).of(
            OperationRequest({"thread_id": ID}, body=body)
        )
        for run in (each.request.body if isinstance(each.request.body, list) else [each.request.body])
    ]
    with_command = [(name, value, run) for name, value, run in sent if "command" in run]
    assert {name for name, _, _ in with_command} > {"command", "command.resume"}
    assert all(("input" in run) == (run["command"] is None) for _, _, run in with_command)
    assert all("input" in run for _, _, run in sent if "command" not in run)

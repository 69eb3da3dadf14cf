"""Tests of invalid requests with one fault: every kind of constraint, and nothing else invalid."""

import pytest

from contract_tests import contract as contracts
from contract_tests.client.operation_request import NoBody, OperationRequest
from contract_tests.generation.invalid_requests import Faults

CONTRACT = contracts.load()
ID = "11111111-1111-4111-8111-111111111111"
LEAST = {
    "create_thread": OperationRequest(body={}),
    "search_threads": OperationRequest(body={}),
    "create_thread_run": OperationRequest(path={"thread_id": ID}, body={"assistant_id": "agent"}),
    "create_runs_batch": OperationRequest(body=[{"assistant_id": "agent"}]),
    "list_thread_runs": OperationRequest(path={"thread_id": ID}),
    "get_item": OperationRequest(query={"namespace": "a", "key": "k"}),
    "put_item": OperationRequest(body={"namespace": ["a"], "key": "k", "value": {}}),
    "list_namespaces": OperationRequest(body={}),
}


@pytest.fixture
def faults(validity):
    def make(operation_id):
        operation = CONTRACT.by_id[operation_id]
        return list(Faults(CONTRACT, validity, operation).of(LEAST[operation_id]))

    return make


@pytest.mark.parametrize("operation_id", LEAST)
def test_each_request_has_exactly_one_breach(faults, validity, operation_id):
    operation = CONTRACT.by_id[operation_id]
    assert validity.breaches(operation, LEAST[operation_id]) == ()
    for fault in faults(operation_id):
        assert len(validity.breaches(operation, fault.request)) == 1, fault


@pytest.mark.parametrize(
    ("operation_id", "pointer", "problem"),
    [
        ("create_thread", "/body/thread_id", "`thread_id` is not a UUID"),
        ("create_thread", "/body/thread_id", "`thread_id` is not a string"),
        ("create_thread", "/body/if_exists", "`if_exists` is not a documented value"),
        ("create_thread", "/body/ttl/ttl", "`ttl.ttl` is not a number"),
        ("create_thread", "/body/supersteps/*/updates", "`supersteps.updates` is not an array"),
        ("create_thread", "/body", "the body is not valid JSON"),
        ("create_thread", "/body", "the body is missing"),
        ("search_threads", "/body/limit", "`limit` is below 1"),
        ("search_threads", "/body/limit", "`limit` is above 1000"),
        ("search_threads", "/body/limit", "`limit` is not an integer"),
        ("search_threads", "/body/sort_by", "`sort_by` is not a documented value"),
        ("search_threads", "/body/ids", "`ids` has an item that is not a UUID"),
        ("create_thread_run", "/body/assistant_id", "`assistant_id` is missing"),
        ("create_thread_run", "/body/stream_resumable", "`stream_resumable` is not true or false"),
        ("create_thread_run", "/body/config/tags", "`config.tags` is not an array"),
        ("create_thread_run", "/body/stream_mode", "`stream_mode` is not a string or an array"),
        ("create_thread_run", "/body/webhook", "`webhook` is too short"),
        ("create_runs_batch", "/body/*/durability", "`durability` is not a documented value"),
        ("list_thread_runs", "/query/limit", "`limit` is not an integer"),
        ("list_thread_runs", "/query/select", "`select` has an item that is not a documented value"),
        ("get_item", "/query/key", "`key` is missing"),
        ("put_item", "/body/value", "`value` is not an object"),
        ("search_threads", "/body/metadata", "`metadata` is an array"),
        ("create_thread_run", "/body/config/configurable", "`config.configurable` is an array"),
    ],
)
def test_each_constraint_is_broken_and_named(faults, operation_id, pointer, problem):
    assert (pointer, problem) in {(each.pointer, each.problem) for each in faults(operation_id)}


@pytest.mark.parametrize("operation_id", LEAST)
def test_at_most_three_bodies_are_not_json(faults, operation_id):
    bodies = [each.request.body for each in faults(operation_id) if each.pointer == "/body"]
    assert sum(isinstance(body, bytes | NoBody) for body in bodies) <= 3


def test_no_parameter_that_a_server_may_ignore_is_invalid(faults):
    assert not any(each.pointer == "/query/status" for each in faults("list_thread_runs"))


def test_the_rest_of_the_request_stays(faults):
    for fault in faults("put_item"):
        if (fault.pointer, fault.problem) == ("/body/value", "`value` is not an object"):
            assert fault.request.body == {"namespace": ["a"], "key": "k", "value": "text"}

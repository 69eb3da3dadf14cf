"""Tests of request validation: a request is invalid only if no reasonable reading of it is valid."""

import pytest

from contract_tests.client.operation_request import NO_BODY, OperationRequest

THREAD = {"thread_id": "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11"}


@pytest.fixture
def breaks(contract, validity):
    def broken(operation, **words):
        return bool(validity.breaches(contract.by_id[operation], OperationRequest(**words)))

    return broken


@pytest.mark.parametrize(
    "written", [THREAD["thread_id"], THREAD["thread_id"].upper(), "5e0c7d534a6c4c1f9a0e0f0e7a1f4a11"]
)
def test_a_uuid_may_be_written_in_every_way(breaks, written):
    assert not breaks("get_thread", path={"thread_id": written})


def test_a_malformed_or_missing_path_parameter_breaks_it(breaks):
    assert breaks("get_thread", path={"thread_id": "zzz"})
    assert breaks("get_thread")


@pytest.mark.parametrize("limit", ["1", 1, "-3", "+5", " 7", "1.0", "1_0", "1e2", ["many", 2]])
def test_a_number_that_some_server_can_read_breaks_nothing(breaks, limit):
    assert not breaks("list_history", path=THREAD, query={"limit": limit})


@pytest.mark.parametrize("limit", ["many", "1,5", "0x10", True, None, {"a": 1}, ["many", "more"]])
def test_an_unreadable_number_is_invalid(breaks, limit):
    assert breaks("list_history", path=THREAD, query={"limit": limit}) == (limit is not None)


@pytest.mark.parametrize("depth", ["true", True, 2, "0", "yes", ""])
def test_a_parameter_may_be_read_as_any_of_its_types(breaks, depth):
    path = {"assistant_id": "agent"}
    assert not breaks("get_assistant_graph", path=path, query={"xray": depth})


@pytest.mark.parametrize("depth", ["perhaps", -1])
def test_a_parameter_of_no_documented_type_is_invalid(breaks, depth):
    assert breaks("get_assistant_graph", path={"assistant_id": "agent"}, query={"xray": depth})


@pytest.mark.parametrize("modes", ["", [""], [], ["lifecycle"], ["lifecycle", ""], "run_modes"])
def test_an_empty_parameter_counts_as_absent(breaks, modes):
    assert not breaks("stream_thread", path=THREAD, query={"stream_modes": modes})


@pytest.mark.parametrize("modes", ["many", ["lifecycle", "many"]])
def test_each_of_several_values_has_to_be_readable(breaks, modes):
    assert breaks("stream_thread", path=THREAD, query={"stream_modes": modes})


def test_schema_violation_has_its_pointer(validity):
    run = {"run_id": "zzz", "attempt": 0}
    breaches = validity.breaches_of({"$ref": "#/components/schemas/RunStarted"}, [run])
    assert [(each.pointer, each.expected, each.found) for each in breaches] == [("", 'type "object"', [run])]
    several = {"type": "array", "items": {"$ref": "#/components/schemas/RunStarted"}}
    schemas = {
        (each.pointer, each.expected) for each in validity.breaches_of(several, [run, {**run, "run_id": 1}])
    }
    assert schemas == {
        ("/*/run_id", 'format "uuid"'),
        ("/*/run_id", 'type "string"'),
        ("/*/attempt", "minimum 1"),
    }


def test_a_lenient_parameter_is_never_invalid(breaks):
    assert not breaks("get_state", path=THREAD, query={"subgraphs": "perhaps"})


def test_unknown_parameters_and_fields_are_tolerated(breaks):
    assert not breaks("list_history", path=THREAD, query={"colour": "red"})
    assert not breaks("create_thread", body={"colour": "red"})


@pytest.mark.parametrize("body", [NO_BODY, None, [], "x", b"{", {"thread_id": "zzz"}, {"if_exists": "maybe"}])
def test_a_body_that_breaks_its_schema_breaks_the_contract(breaks, body):
    assert breaks("create_thread", body=body)


def test_an_operation_without_a_body_ignores_one(breaks):
    assert not breaks("copy_thread", path=THREAD, body=b"{")


@pytest.mark.parametrize(
    ("operation_id", "request_", "may_be_refused"),
    [
        ("prune_threads", OperationRequest(body={"thread_ids": [], "strategy": "keep_latest"}), True),
        ("prune_threads", OperationRequest(body={"thread_ids": [], "strategy": "delete"}), False),
        ("list_thread_runs", OperationRequest(path=THREAD, query={"limit": "-60"}), True),
        ("list_thread_runs", OperationRequest(path=THREAD, query={"limit": "60"}), False),
        ("create_thread", OperationRequest(body={"thread_id": ""}), True),
        ("create_thread", OperationRequest(body={"ttl": {"ttl": -1}}), True),
        ("create_thread", OperationRequest(body={"ttl": {"ttl": 1}}), False),
        ("put_item", OperationRequest(body={"namespace": [], "key": "k", "value": {}}), True),
        ("put_item", OperationRequest(body={"namespace": ["a"], "key": "k", "value": {}}), False),
        ("list_namespaces", OperationRequest(body={"suffix": []}), True),
        ("search_items", OperationRequest(body={}), True),
        ("search_items", OperationRequest(body={"namespace_prefix": None}), True),
        ("search_items", OperationRequest(body={"namespace_prefix": []}), False),
        ("delete_item", OperationRequest(body={"key": "k"}), True),
        ("delete_item", OperationRequest(body={"key": "k", "namespace": ["a"]}), False),
        ("create_thread", OperationRequest(body={"ttl": {"strategy": "delete"}}), True),
        ("create_thread", OperationRequest(body={"ttl": {"strategy": "delete", "ttl": 1}}), False),
        (
            "stream_thread_events",
            OperationRequest(path=THREAD, body={"channels": ["values"], "depth": "text"}),
            True,
        ),
        (
            "stream_thread_events",
            OperationRequest(path=THREAD, body={"channels": ["values"], "depth": 1}),
            False,
        ),
        ("get_ok", OperationRequest(), False),
    ],
)
def test_an_optional_value_may_be_rejected(contract, validity, operation_id, request_, may_be_refused):
    assert validity.may_be_refused(contract.by_id[operation_id], request_) is may_be_refused


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, ["a", {"b": "c\ud800"}]])
def test_half_of_a_surrogate_pair_is_invalid(breaks, validity, value):
    assert not validity.is_valid({}, value)
    assert breaks("create_thread", body={"metadata": {"a": value}})


def test_half_of_a_surrogate_pair_in_a_path_is_invalid(breaks):
    assert breaks("get_thread", path={"thread_id": "\ud800"})

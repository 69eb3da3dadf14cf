"""Tests of the values that a graph interprets: some of them every graph can use."""

import pytest

from contract_tests.client.operation_request import OperationRequest
from contract_tests.contract import load
from contract_tests.generation.documented_values import ANY_THREAD_ID, DocumentedValues
from contract_tests.generation.graph_values import END, may_be_unusable
from contract_tests.validation.request import Validity

CONTRACT = load()


def values_of(operation_id, pointer):
    operation = CONTRACT.by_id[operation_id]
    documented = DocumentedValues(CONTRACT, Validity(CONTRACT), operation)
    body = {"assistant_id": "agent"} if operation_id != "update_state" else {}
    request = OperationRequest({"thread_id": ANY_THREAD_ID}, body=body)
    return [each.value for each in documented.of(request) if each.field.pointer == pointer]


@pytest.mark.parametrize(
    ("operation_id", "pointer", "usable"),
    [
        ("create_run", "/body/command/goto", [END, [END], None]),
        ("stream_thread_run", "/body/command/goto", [END, [END], None]),
        ("create_run", "/body/command/update", [{}, [], None]),
        ("update_state", "/body/values", [{}, None]),
    ],
)
def test_values_that_every_graph_can_use_are_sent(operation_id, pointer, usable):
    sent = values_of(operation_id, pointer)
    assert [each for each in sent if not may_be_unusable(pointer, each)] == usable


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/body/command/goto", "no node"),
        ("/body/command/goto", [{"node": "no node", "input": {}}]),
        ("/body/command/goto/*/node", END),
        ("/body/command/resume", {}),
        ("/body/input", {}),
        ("/body/values", ["text"]),
    ],
)
def test_a_graph_may_be_unable_to_use_other_values(pointer, value):
    assert may_be_unusable(pointer, value)


@pytest.mark.parametrize("pointer", ["/body/durability", "/body/metadata/values_of", "/query/limit"])
def test_other_fields_are_not_for_the_graph(pointer):
    assert not may_be_unusable(pointer, "text")

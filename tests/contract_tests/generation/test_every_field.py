"""Tests that no documented field and no constraint is left out, derived from the contract in another way.

The mutants come from `tests/mutation`, which shares nothing with the generator but the forms of a body.
"""

import pytest
from mutation import constraints, refusals
from mutation.reasons import Reasons

from contract_tests import contract as contracts
from contract_tests.client.operation_request import NO_BODY, OperationRequest
from contract_tests.generation.documented_values import DocumentedValues
from contract_tests.generation.faults import Faults
from contract_tests.generation.forms import forms
from contract_tests.generation.least import ID, least

CONTRACT = contracts.load()
OPERATIONS = [each.id for each in CONTRACT.operations if each.body is not None or each.parameters]
REASONS = Reasons.load()


def least_request(operation):
    """Return a valid request without optional fields."""
    given = {"path": {}, "query": {}, "header": {}}
    for each in operation.parameters:
        if each.get("required"):
            schema = CONTRACT.resolve(each["schema"])
            given[each["in"]][each["name"]] = each.get("example", ID if "pattern" in schema else "text")
    body = NO_BODY if operation.body is None else least(CONTRACT, operation.body)
    return OperationRequest(given["path"], given["query"], given["header"], body)


def missed(servers, shows):
    return [each.name for each in servers if REASONS.of(each.name) is None and not shows(each)]


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_each_constraint_is_broken_alone(operation_id, validity):
    operation = CONTRACT.by_id[operation_id]
    requests = [
        fault.request
        for form in forms(CONTRACT, operation)
        for fault in Faults(CONTRACT, validity, form.operation).of(least_request(form.operation))
    ]
    known = constraints.sloppy_servers(CONTRACT, validity, operation)
    servers = [each for each in known if each.place.where != "path"]  # `scripted.py` covers the path
    assert missed(servers, lambda server: any(map(server.accepts, requests))) == []


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_each_documented_value_is_sent(operation_id, validity):
    operation = CONTRACT.by_id[operation_id]
    requests = [
        value.request
        for form in forms(CONTRACT, operation)
        for value in DocumentedValues(CONTRACT, validity, form.operation).of(least_request(form.operation))
    ]
    servers = refusals.strict_servers(CONTRACT, validity, operation)
    assert missed(servers, lambda server: any(map(server.rejects, requests))) == []

"""Tests of generated requests: valid, and equal for equal seeds."""

import sys
import types

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from contract_tests import contract as contracts
from contract_tests.client.operation_request import OperationRequest
from contract_tests.generation import valid_requests
from contract_tests.generation.valid_requests import Generator, is_portable
from sweep import sweep

CONTRACT = contracts.load()
OPERATIONS = [operation.id for operation in CONTRACT.operations]


@pytest.fixture
def generator(validity):
    return Generator(CONTRACT, validity, seed=0)


@pytest.mark.parametrize("operation_id", sweep(OPERATIONS, *OPERATIONS[::3]))
def test_valid_requests_match_the_contract(generator, validity, operation_id):
    operation = CONTRACT.by_id[operation_id]
    requests = generator.valid(operation, 5)
    assert requests
    assert not any(validity.breaches(operation, each) for each in requests)


def test_requests_are_unique(generator):
    requests = generator.valid(CONTRACT.by_id["update_thread"], 10)
    assert len({repr(each) for each in requests}) == len(requests) == 10


def test_generation_ends_with_the_last_request(generator, monkeypatch):
    drawn = []
    convert = valid_requests._request
    monkeypatch.setattr(valid_requests, "_request", lambda case: drawn.append(convert(case)) or drawn[-1])
    requests = generator.valid(CONTRACT.by_id["search_threads"], 5)
    assert repr(drawn[-1]) == repr(requests[-1])


def test_the_same_seed_gives_the_same_requests(generator, validity):
    search = CONTRACT.by_id["search_threads"]
    again = Generator(CONTRACT, validity, seed=0)
    assert repr(generator.valid(search, 10)) == repr(again.valid(search, 10))


def test_another_seed_generates_other_requests(generator, validity):
    search = CONTRACT.by_id["search_threads"]
    other = Generator(CONTRACT, validity, seed=1)
    assert repr(generator.valid(search, 10)) != repr(other.valid(search, 10))


@pytest.fixture
def module_full_of_constants(monkeypatch, tmp_path):
    source = tmp_path / "module_full_of_constants.py"
    source.write_text("\n".join(f"C{number} = 'c{number}', {number}, {number}.5" for number in range(200)))
    module = types.ModuleType("module_full_of_constants")
    module.__file__ = str(source)
    monkeypatch.setitem(sys.modules, module.__name__, module)


@pytest.mark.slow
def test_loaded_modules_do_not_change_requests(validity, request):
    """Hypothesis reads constants in the source of loaded modules; requests must not depend on that."""
    before = several(validity)
    request.getfixturevalue("module_full_of_constants")
    assert several(validity) == before


def test_earlier_hypothesis_runs_do_not_change_requests(validity, request):
    before = several(validity)
    request.getfixturevalue("module_full_of_constants")
    some_test_of_the_user()
    assert several(validity) == before


def several(validity):
    generator = Generator(CONTRACT, validity, seed=0)
    operations = [CONTRACT.by_id[name] for name in ("get_thread", "get_ok", "put_item", "search_history")]
    return [repr(generator.valid(each, 20)) for each in operations]


@settings(max_examples=30, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.text(), strategies.integers(), strategies.floats())
def some_test_of_the_user(_text, _integer, _float):
    """Take values that Hypothesis generates."""


@pytest.mark.parametrize(
    "ambiguous",
    [
        OperationRequest(path={"thread_id": "a/b"}),
        OperationRequest(path={"thread_id": ".."}),
        OperationRequest(path={"thread_id": "a\nb"}),
        OperationRequest(headers={"Prefer": "é"}),
        OperationRequest(body={"metadata": {"a": 2**60}}),
        OperationRequest(body={"metadata": {"a": "\0"}}),
        OperationRequest(body={"metadata": {"\ud800": 1}}),
    ],
    ids=repr,
)
def test_ambiguous_values_are_not_generated(ambiguous):
    assert not is_portable(ambiguous)

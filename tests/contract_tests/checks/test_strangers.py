"""Tests of every check against arbitrary responses: each ends with a verdict, never with an error."""

import httpx
import pytest
from miniatures.http_messages import OWNERS
from miniatures.stage import ITEMS

from contract_tests.client.target import Target
from contract_tests.contract import load
from contract_tests.findings.finding import Verdict
from contract_tests.harness.run_context import RunContext
from contract_tests.runner.run_check import run_check
from contract_tests.validation.request import Validity
from contract_tests.validation.response import response_validator
from sweep import sweep

ANSWERS = {
    "nothing": {"status_code": 200},
    "no content": {"status_code": 204},
    "null": {"status_code": 200, "json": None},
    "an object": {"status_code": 200, "json": {}},
    "a list": {"status_code": 200, "json": [None]},
    "a text": {"status_code": 200, "text": "hello"},
    "a redirect": {"status_code": 307, "headers": {"location": "/"}},
    "not found": {"status_code": 404, "json": {"detail": "Not Found"}},
    "a conflict": {"status_code": 409, "json": ["no detail"]},
    "a breakdown": {"status_code": 500, "text": "Internal Server Error"},
}


@pytest.fixture(scope="module")
def contract():
    return load()


@pytest.fixture(scope="module")
def validate(contract):
    return response_validator(contract)


PART = 10
"""Each response is sent to every tenth check, because all of them would take minutes."""


def some(response):
    return ITEMS[[*ANSWERS].index(response) % PART :: PART]


@pytest.mark.parametrize("response", sweep(ANSWERS, "an object"))
def test_no_check_crashes_on_arbitrary_responses(response, contract, validate):
    transport = httpx.MockTransport(lambda _request: httpx.Response(**ANSWERS[response]))
    target = Target("http://stranger", OWNERS, transport)
    run_context = RunContext(target, contract, validate, Validity(contract))
    items = some(response)
    outcomes = {
        each.name: run_check(each.check, run_context, contract.by_id[each.operation]) for each in items
    }
    target.close()
    assert {name: each.reason for name, each in outcomes.items() if each.verdict == Verdict.ERROR} == {}
    assert not all(each.verdict == Verdict.PASS for each in outcomes.values())

"""Tests of results: they are unchanged after a transfer between processes."""

import json

import pytest
from sample_report import RESULTS

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.findings.result import Result, reached_by


@pytest.mark.parametrize("result", RESULTS, ids=lambda each: each.id)
def test_a_result_travels_as_json(result):
    assert Result.from_dict(json.loads(json.dumps(result.serializable()))) == result


def test_responses_are_counted_by_operation_and_status():
    request = Request("GET", "http://host/ok")
    responses = [("get_ok", 200), ("get_ok", 422), ("get_ok", 200), (None, 404), ("get_ok", 0)]
    exchanges = tuple(Exchange(operation, request, Response(status)) for operation, status in responses)
    assert reached_by(exchanges) == {("get_ok", 200): 2, ("get_ok", 422): 1}

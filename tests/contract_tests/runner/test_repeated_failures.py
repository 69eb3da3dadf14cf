"""Tests of server errors that stay only as long as the checks have something stored."""

import httpx
import pytest

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.client.target import Target
from contract_tests.findings.fact_redactor import FactRedactor
from contract_tests.findings.finding import Finding, Verdict
from contract_tests.findings.replay_limit import ReplayLimit
from contract_tests.findings.result import Result
from contract_tests.runner.repeated_failures import RepeatedFailures

URL = "http://target/api"
OWNERS = ({"authorization": "secret-a"}, {"authorization": "secret-b"})
FIRST, OTHER = {"authorization": "$AUTHORIZATION"}, {"authorization": "$OTHER_AUTHORIZATION"}


def finding(operation, path, *, status=500, body=b"{}", headers=FIRST, replay=("curl",)):
    request = Request("POST", f"{URL}{path}", dict(headers), body)
    seen = Exchange(operation, request, Response(status))
    return Finding("shape.server_error", operation, "must", "below 500", "500", "", "it", seen, "", replay)


SEARCH = finding("search_assistants", "/assistants/search")


@pytest.fixture
def limits_of(contract):
    """Return a function that returns the limits of a finding, and the requests that were repeated."""

    def limits_of(found, respond=lambda _: httpx.Response(200, json=[])):
        sent = []

        def noticed(request):
            sent.append((request.url.path, request.content, request.headers.get("authorization")))
            return respond(request)

        target = Target(URL, OWNERS, httpx.MockTransport(noticed))
        result = Result("it", "semantic", "it", found.operation, Verdict.FAIL, findings=(found, found))
        [result] = RepeatedFailures(target, contract, FactRedactor.of(OWNERS)).with_limits([result])
        target.close()
        return [each.replay_limits for each in result.findings], sent

    return limits_of


def test_a_search_that_succeeds_after_the_cleanup_failed_because_of_stored_data(limits_of):
    limits, sent = limits_of(SEARCH)
    assert limits == [(ReplayLimit.STORED_DATA,)] * 2
    assert sent == [("/api/assistants/search", b"{}", "secret-a")]


def test_the_other_owner_repeats_its_own_request(limits_of):
    _, sent = limits_of(finding("search_assistants", "/assistants/search", headers=OTHER))
    assert [owner for _, _, owner in sent] == ["secret-b"]


def test_other_headers_are_sent_again(limits_of):
    plain = {**FIRST, "content-type": "text/plain"}

    def rejecting(request):
        return httpx.Response(500 if request.headers["content-type"] == "text/plain" else 200, json=[])

    limits, sent = limits_of(finding("search_assistants", "/assistants/search", headers=plain), rejecting)
    assert (limits, len(sent)) == ([(), ()], 1)


@pytest.mark.parametrize("status", [500, 404, 401])
def test_a_request_that_still_fails_has_no_limit(limits_of, status):
    limits, _ = limits_of(SEARCH, lambda _: httpx.Response(status, json={}))
    assert limits == [(), ()]


def test_no_response_proves_nothing(limits_of):
    def broken(request):
        raise httpx.ReadError("gone", request=request)

    assert limits_of(SEARCH, broken)[0] == [(), ()]


@pytest.mark.parametrize(
    "found",
    [
        finding("create_assistant", "/assistants"),
        finding("search_assistants", "/assistants/search", replay=("curl", "curl")),
        finding("search_assistants", "/assistants/search", status=422),
        finding("search_assistants", "/assistants/search?x=1"),
        finding("search_assistants", "/assistants/search", headers={}),
        finding("search_assistants", "/assistants/search", headers={"authorization": "unknown"}),
        finding("get_thread", "/threads/5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11"),
    ],
    ids=[
        "writes",
        "needs another request",
        "is an error of the client",
        "has a query",
        "of nobody",
        "of a stranger",
        "names a resource",
    ],
)
def test_other_requests_are_not_repeated(limits_of, found):
    assert limits_of(found) == ([(), ()], [])

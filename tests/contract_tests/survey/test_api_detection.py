"""Tests of the recognition of the API: any core operation suffices, `/ok` and `/info` are not needed."""

import httpx
import pytest

from contract_tests.client.target import Target, Unreachable
from contract_tests.survey.api_detection import probe

PAGE = "<!doctype html><title>app</title>"
NOT_FOUND = {"detail": "Not Found"}


def probed(contract, responses, identities=({},), default=(404, NOT_FOUND)):
    requests = []

    def respond(request):
        line = f"{request.method} {request.url.path}"
        requests.append(line)
        chosen = responses.get(line, default)
        status, body = chosen(request) if callable(chosen) else chosen
        return httpx.Response(status, **({"html": body} if isinstance(body, str) else {"json": body}))

    probe(Target("http://target", identities, httpx.MockTransport(respond)), contract)
    return requests


@pytest.mark.parametrize(
    "responses",
    [
        {"POST /threads/search": (200, [])},
        {"POST /assistants/search": (200, [])},
        {"POST /threads": (422, {"detail": "body: thread_id is required"})},
        {"POST /threads/search": (500, {"detail": "the search is broken"})},
        {"POST /threads/search": (307, {})},
    ],
    ids=["threads", "assistants", "a refused thread", "a broken search", "a redirect"],
)
def test_one_core_operation_makes_an_api(contract, responses):
    assert "GET /ok" not in probed(contract, responses)


def test_thread_of_the_probe_is_removed(contract):
    requests = probed(contract, {"POST /threads": (200, {"thread_id": "t 1"})})
    assert requests[-1] == "DELETE /threads/t 1"


@pytest.mark.parametrize(
    ("default", "reason"),
    [
        ((404, NOT_FOUND), "POST /threads/search returns 404"),
        ((405, PAGE), "POST /threads/search returns 405"),
        ((200, PAGE), r"POST /threads/search returns 200 \(text/html\)"),
        ((200, {}), r"POST /threads/search returns 200 \(application/json\)"),
        ((502, PAGE), "POST /threads/search returns 502"),
        ((500, NOT_FOUND), "POST /threads/search returns 500"),
    ],
)
def test_one_response_to_every_path_makes_no_api(contract, default, reason):
    with pytest.raises(Unreachable, match=f"not a LangGraph server: {reason}"):
        probed(contract, {}, default=default)


@pytest.mark.parametrize("status", [401, 403])
def test_rejected_credentials_name_the_option(contract, status):
    with pytest.raises(Unreachable, match=f"rejects the credentials of --header: {status} who"):
        probed(contract, {}, ({"x-api-key": "alice"},), (status, {"detail": "who?"}))
    with pytest.raises(Unreachable, match=rf"requires credentials \(--header\): {status} who"):
        probed(contract, {}, default=(status, {"detail": "who?"}))


def test_rejected_second_credentials_name_their_option(contract):
    def only_alice(request):
        return (200, []) if request.headers["x-api-key"] == "alice" else (401, {"detail": "who?"})

    with pytest.raises(Unreachable, match="rejects the credentials of --other-header: 401 who"):
        probed(contract, {"POST /threads/search": only_alice}, ({"x-api-key": "alice"}, {"x-api-key": "bob"}))


def test_a_forbidden_search_does_not_mean_wrong_credentials(contract):
    responses = {
        "POST /threads/search": (403, {"detail": "admins only"}),
        "POST /assistants/search": (200, []),
    }
    probed(contract, responses)

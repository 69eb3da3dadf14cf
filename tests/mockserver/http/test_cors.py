"""CORS: browsers of every origin are allowed, as on the reference server."""

import httpx
import pytest

from mockserver.in_process import running
from mockserver.settings import Settings
from patience import PATIENCE

ORIGIN = {"origin": "http://localhost:3000"}
EXPOSED = "x-pagination-total, x-pagination-next, content-location, x-mock-fault"


def preflight(browser, **headers):
    request_headers = {
        f"access-control-request-{name.replace('_', '-')}": text for name, text in headers.items()
    }
    return browser("OPTIONS", "/threads/search", headers={**ORIGIN, **request_headers})


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/ok", 200), ("GET", "/nowhere", 404), ("POST", "/threads", 422)]
)
def test_every_response_allows_its_origin(mock, method, path, status):
    response = mock()(method, path, headers=ORIGIN)
    assert response.status_code == status
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["access-control-expose-headers"] == EXPOSED
    assert response.headers["vary"] == "Origin"


def test_pages_can_read_the_headers_of_forced_responses(tmp_path):
    limits = "steps: [{error: {status: 429, headers: {Retry-After: '7', X-Credit: '0'}}}]"
    (tmp_path / "limits.yaml").write_text(limits)
    fault = {"match": {"path": "/ok"}, "effect": {"headers": {"X-Request-Id": "1"}}}
    with running(Settings(scenarios=(tmp_path,))) as mock, httpx.Client(base_url=mock.url) as client:
        client.post("/_mock/faults", json=fault)
        run = {"assistant_id": "limits", "input": {"messages": []}}
        limited = client.post("/runs/wait", json=run, headers=ORIGIN, timeout=PATIENCE)
        edited = client.get("/ok", headers=ORIGIN)
    assert limited.headers["access-control-expose-headers"] == f"{EXPOSED}, retry-after, x-credit"
    assert edited.headers["access-control-expose-headers"] == f"{EXPOSED}, x-request-id"


def test_a_401_and_a_500_allow_their_origin(mock):
    async def fail(_world, _call):
        raise ZeroDivisionError

    rejected = mock(auth="required")("POST", "/threads", {}, headers=ORIGIN)
    broken = mock(find=lambda _operation_id: fail)("GET", "/ok", headers=ORIGIN)
    assert (rejected.status_code, broken.status_code) == (401, 500)
    for response in (rejected, broken):
        assert response.headers["access-control-allow-origin"] == "*"


def test_without_an_origin_only_vary_is_sent(mock):
    response = mock()("GET", "/ok")
    assert not [name for name in response.headers if name.startswith("access-control")]
    assert response.headers["vary"] == "Origin"


def test_a_preflight_needs_no_credentials(mock):
    response = preflight(mock(auth="required"), method="POST", headers="authorization, x-api-key, x-anything")
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["access-control-allow-headers"] == "authorization, x-api-key, x-anything"
    assert response.headers["access-control-max-age"] == "600"
    allowed = set(response.headers["access-control-allow-methods"].split(", "))
    assert allowed >= {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}


def test_a_page_of_the_public_internet_may_reach_a_mock_on_the_private_network(mock):
    response = preflight(mock(), method="POST", private_network="true")
    assert response.status_code == 200
    assert response.headers["access-control-allow-private-network"] == "true"


def test_a_preflight_for_an_unknown_method_is_rejected_in_json(mock):
    response = preflight(mock(), method="FOO")
    assert response.status_code == 400
    assert response.json() == {"detail": "Disallowed CORS method"}
    assert response.headers["content-length"] == str(len(response.content))


def test_options_without_an_origin_is_not_a_preflight(mock):
    assert mock()("OPTIONS", "/threads/search").status_code == 405

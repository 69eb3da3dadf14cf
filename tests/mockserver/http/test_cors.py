"""CORS: browsers of every origin are allowed, as on the reference server."""

import pytest

ORIGIN = {"origin": "http://localhost:3000"}
EXPOSED = "x-pagination-total, x-pagination-next, content-location"


def preflight(browser, **headers):
    asked = {f"access-control-request-{name.replace('_', '-')}": text for name, text in headers.items()}
    return browser("OPTIONS", "/threads/search", headers={**ORIGIN, **asked})


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/ok", 200), ("GET", "/nowhere", 404), ("POST", "/threads", 422)]
)
def test_every_answer_tells_the_browser_that_its_origin_is_welcome(mock, method, path, status):
    response = mock()(method, path, headers=ORIGIN)
    assert response.status_code == status
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["access-control-expose-headers"] == EXPOSED
    assert response.headers["vary"] == "Origin"


def test_so_do_a_401_and_a_500(mock):
    async def fail(_world, _call):
        raise ZeroDivisionError

    refused = mock(auth="required")("POST", "/threads", {}, headers=ORIGIN)
    broken = mock(find=lambda _operation_id: fail)("GET", "/ok", headers=ORIGIN)
    assert (refused.status_code, broken.status_code) == (401, 500)
    for response in (refused, broken):
        assert response.headers["access-control-allow-origin"] == "*"


def test_without_an_origin_no_cors_headers_are_sent_but_caches_know_of_them(mock):
    response = mock()("GET", "/ok")
    assert not [name for name in response.headers if name.startswith("access-control")]
    assert response.headers["vary"] == "Origin"


def test_a_preflight_is_answered_without_credentials(mock):
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


def test_a_preflight_for_an_unknown_method_is_refused_in_json(mock):
    response = preflight(mock(), method="FOO")
    assert response.status_code == 400
    assert response.json() == {"detail": "Disallowed CORS method"}
    assert response.headers["content-length"] == str(len(response.content))


def test_options_without_an_origin_is_no_preflight(mock):
    assert mock()("OPTIONS", "/threads/search").status_code == 405

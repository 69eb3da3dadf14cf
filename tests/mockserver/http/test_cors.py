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
    answer = mock()(method, path, headers=ORIGIN)
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-expose-headers"] == EXPOSED
    assert answer.headers["vary"] == "Origin"


def test_so_do_a_401_and_a_500(mock):
    async def fail(_world, _call):
        raise ZeroDivisionError

    refused = mock(auth="required")("POST", "/threads", {}, headers=ORIGIN)
    broken = mock(find=lambda _operation_id: fail)("GET", "/ok", headers=ORIGIN)
    assert (refused.status_code, broken.status_code) == (401, 500)
    for answer in (refused, broken):
        assert answer.headers["access-control-allow-origin"] == "*"


def test_without_an_origin_no_cors_headers_are_sent_but_caches_know_of_them(mock):
    answer = mock()("GET", "/ok")
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert answer.headers["vary"] == "Origin"


def test_a_preflight_is_answered_without_credentials(mock):
    answer = preflight(mock(auth="required"), method="POST", headers="authorization, x-api-key, x-anything")
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-headers"] == "authorization, x-api-key, x-anything"
    assert answer.headers["access-control-max-age"] == "600"
    allowed = set(answer.headers["access-control-allow-methods"].split(", "))
    assert allowed >= {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}


def test_a_page_of_the_public_internet_may_reach_a_mock_on_the_private_network(mock):
    answer = preflight(mock(), method="POST", private_network="true")
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-private-network"] == "true"


def test_a_preflight_for_an_unknown_method_is_refused_in_json(mock):
    answer = preflight(mock(), method="FOO")
    assert answer.status_code == 400
    assert answer.json() == {"detail": "Disallowed CORS method"}
    assert answer.headers["content-length"] == str(len(answer.content))


def test_options_without_an_origin_is_no_preflight(mock):
    assert mock()("OPTIONS", "/threads/search").status_code == 405

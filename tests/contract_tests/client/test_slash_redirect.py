"""Tests of redirects that add or remove the final slash of a path."""

import httpx
import pytest

from contract_tests.client.exchange import Request, Response
from contract_tests.client.slash_redirect import slash_redirect
from contract_tests.client.target import Target

URL = "http://target/api"
FOLLOWED = f"{URL}/threads/"


@pytest.mark.parametrize(
    ("method", "status", "location", "followed"),
    [
        ("POST", 307, "/threads/", FOLLOWED),
        ("POST", 308, "http://target/api/threads/", FOLLOWED),
        ("POST", 308, "http://target/threads/", FOLLOWED),
        ("GET", 301, "/threads/", FOLLOWED),
        ("POST", 301, "/threads/", None),
        ("POST", 200, "/threads/", None),
        ("POST", 307, "/threads", None),
        ("POST", 307, "/threads/?x=1", None),
        ("POST", 307, "/login", None),
        ("POST", 307, "//elsewhere/threads/", None),
        ("POST", 307, "http://elsewhere/threads/", None),
        ("POST", 307, "https://target/api/threads/", None),
        ("POST", 307, "", None),
    ],
)
def test_only_the_same_path_of_the_same_server_is_followed(method, status, location, followed):
    response = Response(status, httpx.Headers({"location": location}))
    assert slash_redirect(Request(method, f"{URL}/threads", base=URL), response) == followed


@pytest.fixture
def redirecting():
    """Return a target with a final slash in its path, and the paths that it received."""
    paths = []

    def respond(request):
        paths.append(request.url.path)
        if request.url.path == "/api/threads":
            return httpx.Response(307, headers={"location": "/api/threads/"})
        return httpx.Response(200, content=request.content)

    target = Target(URL, transport=httpx.MockTransport(respond))
    yield target, paths
    target.close()


def test_the_method_and_the_body_are_sent_again_and_the_replay_follows(redirecting):
    target, paths = redirecting
    seen = target.send(Request("POST", "/threads", body=b'{"a": 1}'))
    assert (seen.status, seen.parsed, paths) == (200, {"a": 1}, ["/api/threads", "/api/threads/"])
    assert seen.request.path == "/threads"
    assert seen.curl().startswith("curl -sS -L -i -X POST http://target/api/threads ")


def test_without_following_the_redirect_is_the_response(redirecting):
    target, _ = redirecting
    with target.opened(Request("POST", "/threads"), follow=False) as reader:
        reader.read_until()
    assert (reader.exchange.status, reader.exchange.request.is_redirected) == (307, False)

"""Tests of cookies: each identity has a separate jar, also on WebSockets; anonymous requests send none."""

import httpx
import pytest
from websockets.sync.server import serve

from contract_tests.client.cookies import Cookies
from contract_tests.client.exchange import Request
from contract_tests.client.target import UNKNOWN_TOKEN, Target

ALICE, BOB = {"x-api-key": "alice"}, {"x-api-key": "bob"}


class Setting:
    """A server that sets the cookies listed in `sets` and records the cookies it receives."""

    def __init__(self):
        self.came = []
        self.sets = []

    def __call__(self, request):
        self.came.append((request.headers.get("x-api-key"), request.headers.get("cookie")))
        cookies = self.sets.pop(0) if self.sets else []
        return httpx.Response(200, json={}, headers=[("set-cookie", each) for each in cookies])


@pytest.fixture
def server():
    return Setting()


@pytest.fixture
def target_of(server):
    def make(first=ALICE, other=BOB, **more):
        return Target("http://target", (first, other), httpx.MockTransport(server), **more)

    return make


def send(target, *owners):
    for owner in owners:
        target.send(Request("GET", "/ok"), owner=owner)


def test_cookies_are_sent_for_their_owner_only(target_of, server):
    server.sets = [["session=a"], ["session=b"], ["session=n"]]
    send(target_of(), "first", "other", "nobody", "first", "other", "nobody")
    assert server.came[3:] == [("alice", "session=a"), ("bob", "session=b"), (None, None)]


def test_a_cookie_is_replaced_and_removed(target_of, server):
    server.sets = [["a=1", "b=2"], ["a=3", "b=; Max-Age=0"]]
    send(target_of(), "first", "first", "first")
    assert [cookie for _, cookie in server.came] == [None, "a=1; b=2", "a=3"]


def test_a_configured_cookie_is_sent_until_the_target_replaces_it(target_of, server):
    server.sets = [[], ["csrf=x"], ["session=new"]]
    target = target_of(first={"Cookie": "session=given; lang=en"}, other={"cookie": "session=bob"})
    send(target, "first", "first", "first", "first", "other")
    assert [cookie for _, cookie in server.came] == [
        "session=given; lang=en",
        "session=given; lang=en",
        "session=given; lang=en; csrf=x",
        "session=new; lang=en; csrf=x",
        "session=bob",
    ]


def test_a_stranger_with_unknown_credentials_sends_none_of_the_given_cookies(target_of, server):
    send(target_of(first={"Cookie": "session=given; lang=en"}), "unknown")
    [(_, cookie)] = server.came
    names, values = zip(*(each.split("=") for each in cookie.split("; ")), strict=True)
    assert names == ("session", "lang")
    assert set(values) == {UNKNOWN_TOKEN}


def test_cookies_are_not_part_of_the_given_headers(target_of, server):
    server.sets = [["session=s3cret"]]
    target = target_of()
    send(target, "first")
    assert "s3cret" not in repr(target.send(Request("GET", "/ok")).request)


def test_another_process_acts_in_the_same_session(target_of, server, tmp_path):
    server.sets = [["session=a"], ["session=b"]]
    send(target_of(cookies=Cookies(tmp_path / "main")), "first", "other")
    send(target_of(cookies=Cookies(tmp_path / "main")), "first", "other", "nobody")
    assert [cookie for _, cookie in server.came[2:]] == ["session=a", "session=b", None]


@pytest.fixture
def sockets():
    """Serve WebSockets that set a cookie at each handshake; yield the cookies received, and the URL."""
    came = []

    def handshake(connection, request):
        came.append(request.headers.get("Cookie"))

    def number(connection, request, response):
        response.headers["Set-Cookie"] = f"session=s{len(came)}; Path=/"
        return response

    with serve(
        lambda connection: None, "127.0.0.1", 0, process_request=handshake, process_response=number
    ) as server:
        from threading import Thread  # noqa: PLC0415

        Thread(target=server.serve_forever, daemon=True).start()
        yield came, f"http://127.0.0.1:{server.socket.getsockname()[1]}"


def test_a_socket_has_the_cookies_of_its_owner(sockets):
    came, url = sockets
    target = Target(url, (ALICE, BOB))
    for owner in ("first", "other", "nobody", "first", "other", "nobody"):
        with target.socket("/x", owner=owner) as socket:
            assert socket.is_open
    assert came == [None, None, None, "session=s1", "session=s2", None]

"""Tests of rate limits: the client waits within bounds; a permanent limit is reported, not judged."""

import httpx
import pytest

from contract_tests.client import target as target_module
from contract_tests.client.exchange import Request
from contract_tests.client.rate_limit import MAX_PAUSE_SECONDS, is_limit, seconds
from contract_tests.client.target import OutOfTime, RateLimited, Target, Unreachable
from contract_tests.client.websocket import HandshakeFailed
from contract_tests.findings.finding import Blocked
from contract_tests.harness.pending_cleanup import Cleanup

OK = Request("GET", "/ok")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0", 0),
        ("120", 120),
        (" 1.5 ", 1.5),
        ("9" * 5000, float("inf")),
        ("Wed, 21 Oct 2015 07:28:10 GMT", 10),
        ("Wed, 21 Oct 2015 07:27:00 GMT", 0),
        ("soon", None),
        ("-1", None),
        ("NaN", None),
        ("", None),
        ("Fri, 31 Feb 2026 00:00:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_on_the_servers_clock(written, read):
    headers = httpx.Headers({"retry-after": written, "date": "Wed, 21 Oct 2015 07:28:00 GMT"})
    assert seconds(headers) == read
    assert is_limit(503, headers) == (read is not None)
    assert is_limit(429, headers)
    assert not is_limit(500, headers)


@pytest.fixture
def pauses(monkeypatch):
    durations = []
    monkeypatch.setattr(target_module.time, "sleep", durations.append)
    return durations


def limited(times, status=429, **headers):
    """Return a target that rejects the first `times` requests, and the list of requests it received."""
    came = []

    def respond(request):
        came.append((request.method, request.url.path))
        if len(came) <= times:
            return httpx.Response(status, json={"detail": "slowly"}, headers=headers)
        return httpx.Response(200, json={"ok": True})

    return Target("http://target", ({},), httpx.MockTransport(respond)), came


@pytest.mark.parametrize("status", [429, 503])
def test_the_request_is_sent_again(pauses, status):
    target, came = limited(2, status, **{"retry-after": "7"})
    assert target.send(OK).status == 200
    assert (pauses, len(came)) == ([7, 7], 3)


def test_without_retry_after_the_pauses_grow(pauses):
    target, _ = limited(4)
    assert target.send(OK).status == 200
    assert pauses == sorted(set(pauses))


def test_a_503_without_retry_after_is_a_response(pauses):
    target, _ = limited(1, 503)
    assert target.send(OK).status == 503
    assert pauses == []


@pytest.mark.parametrize("later", ["1", "0", "3600", "Wed, 21 Oct 2099 07:28:00 GMT", "soon"])
def test_endless_rate_limit_is_reported(pauses, later):
    target, _ = limited(10**9, **{"retry-after": later})
    with pytest.raises(RateLimited, match="GET /ok: rate limit: the target keeps responding with 429"):
        target.send(OK)
    assert sum(pauses) <= MAX_PAUSE_SECONDS
    with pytest.raises(Unreachable, match="rate limit"):
        target.send(OK)


def test_max_time_limits_the_pauses(pauses):
    target, _ = limited(10**9, **{"retry-after": "60"})
    over = Target(target.url, target.identities, target.transport, deadline=target_module.time.time() + 30)
    with pytest.raises(OutOfTime):
        over.send(OK)
    assert pauses == []


def test_the_cleanup_waits_too(pauses):
    target, came = limited(1, **{"retry-after": "3"})
    cleanup = Cleanup()
    cleanup.add(("/threads/1", "first"))
    cleanup.remove(target, *cleanup.remaining())
    assert (cleanup.remaining(), came) == ((), [("DELETE", "/threads/1")] * 2)


def test_rate_limited_cleanup_stays_pending(pauses):
    target, _ = limited(10**9, **{"retry-after": "3600"})
    cleanup = Cleanup()
    cleanup.add(("/threads/1", "first"))
    cleanup.remove(target, *cleanup.remaining())
    assert cleanup.remaining() == (("/threads/1", "first"),)


def test_a_socket_is_opened_again(pauses):
    class Silent:
        def send(self, text):
            pass

        def receive(self, at_most):
            raise TimeoutError

        def close(self):
            pass

    refusals = [
        HandshakeFailed(429, headers={"Retry-After": "2"}),
        HandshakeFailed(503, headers={"Retry-After": "2"}),
    ]

    def connect(url, headers):
        if refusals:
            raise refusals.pop()
        return Silent()

    with Target("http://target", ({},), connect=connect).socket("/x") as socket:
        assert socket.is_open
    assert pauses == [2, 2]


def test_a_rate_limit_blocks_a_check(context_on, pauses):
    ctx = context_on(lambda _: httpx.Response(429, headers={"retry-after": "3600"}))
    with pytest.raises(Blocked, match="rate limit"), ctx:
        ctx.call("get_thread", path={"thread_id": ctx.new_id()})
    assert ctx.wrong == []

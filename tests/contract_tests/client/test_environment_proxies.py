"""Tests of proxies from the environment: never used for this machine, used as usual for other hosts."""

import socket
from threading import Thread

import pytest

from contract_tests.client.base_url import BaseUrl
from contract_tests.client.environment_proxies import BadProxy, proxy_for
from contract_tests.client.exchange import NO_RESPONSE, Request
from contract_tests.client.target import Target, Unreachable

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ws_proxy", "wss_proxy", "REQUEST_METHOD")


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """Remove all proxy variables, and return a function that sets some."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)

    def named(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return named


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "https://localhost", "http://[::1]:1", "http://0.0.0.0:1", "http://127.1:1"]
)
@pytest.mark.parametrize("proxy", ["http://proxy:1", "socks5://proxy:1", "nonsense://", "http://[::1"])
def test_this_machine_is_never_reached_by_a_proxy(environment, url, proxy):
    environment(http_proxy=proxy, https_proxy=proxy, all_proxy=proxy, no_proxy="[::1],10.0.0.0/8")
    assert proxy_for(BaseUrl.parse(url)) is None


def test_a_name_that_resolves_to_this_machine_is_never_reached_by_a_proxy(environment, monkeypatch):
    places = [(socket.AF_INET, 0, 0, "", ("127.0.1.1", 80)), (socket.AF_INET6, 0, 0, "", ("::1", 80, 0, 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: places)
    environment(http_proxy="http://proxy:1")
    assert proxy_for(BaseUrl.parse("http://my-box")) is None
    places.append((socket.AF_INET, 0, 0, "", ("10.0.0.1", 80)))
    assert proxy_for(BaseUrl.parse("http://my-box")) == "http://proxy:1"


@pytest.mark.parametrize(
    ("url", "variables", "proxy"),
    [
        ("http://host.invalid", {"http_proxy": "http://p:1"}, "http://p:1"),
        ("http://host.invalid", {"http_proxy": "p:1"}, "http://p:1"),
        ("https://host.invalid", {"http_proxy": "http://p:1"}, None),
        ("https://host.invalid", {"https_proxy": "http://p:1"}, "http://p:1"),
        ("https://host.invalid", {"ALL_PROXY": "http://p:1"}, "http://p:1"),
        ("http://host.invalid", {"http_proxy": "http://p:1", "no_proxy": "host.invalid"}, None),
        ("http://a.host.invalid", {"http_proxy": "http://p:1", "no_proxy": ".host.invalid"}, None),
        ("http://host.invalid:8", {"http_proxy": "http://p:1", "no_proxy": "host.invalid:8"}, None),
        ("http://host.invalid", {"http_proxy": "http://p:1", "no_proxy": "[::1],10.0.0.0/8"}, "http://p:1"),
        ("http://host.invalid", {"http_proxy": "http://p:1", "NO_PROXY": "*"}, None),
        ("http://host.invalid", {}, None),
    ],
)
def test_other_hosts_are_reached_by_the_proxy(environment, url, variables, proxy):
    environment(**variables)
    assert proxy_for(BaseUrl.parse(url)) == proxy


@pytest.mark.parametrize("proxy", ["nonsense://p", "http://", "http://p:x", "http://me:s3cret@p:99999"])
def test_error_for_an_unusable_proxy_omits_its_password(environment, proxy):
    environment(http_proxy=proxy)
    with pytest.raises(BadProxy, match=r"the proxy .* of the environment") as bad:
        proxy_for(BaseUrl.parse("http://host.invalid"))
    assert "s3cret" not in str(bad.value)
    with pytest.raises(Unreachable, match=r"the proxy .* of the environment"):
        Target("http://host.invalid").send(Request("GET", "/ok"))


@pytest.fixture
def proxy():
    """Serve a proxy that responds to every request itself; yield its URL, and the request lines received."""
    came = []

    def respond(listening):
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                came.append(connection.recv(65536).split(b"\r\n")[0].decode())
                connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=respond, args=(listening,), daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", came


def test_requests_and_sockets_use_the_same_proxy(environment, proxy):
    url, came = proxy
    environment(http_proxy=url)
    target = Target("http://host.invalid/api")
    assert target.send(Request("GET", "/ok")).status == 200
    with target.socket("/threads/t/stream/events") as opened:
        assert opened.exchange.status == NO_RESPONSE  # the proxy does not forward sockets
    assert came == ["GET http://host.invalid/api/ok HTTP/1.1", "CONNECT host.invalid:80 HTTP/1.1"]

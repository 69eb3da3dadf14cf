"""Tests of base URLs: canonical form, hosts of this machine, and paths below the base."""

import pytest

from contract_tests.client.base_url import BadUrl, BaseUrl, Outside


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("http://host", "http://host"),
        ("HTTP://Host:80/", "http://host"),
        ("https://host:443/api/langgraph//", "https://host/api/langgraph"),
        ("https://host:8443/a%20b/%C3%A4", "https://host:8443/a%20b/%C3%A4"),
        ("http://host/ä", "http://host/%C3%A4"),
        ("http://[::1]:8000/api", "http://[::1]:8000/api"),
        ("http://[0:0:0:0:0:0:0:1]", "http://[::1]"),
        ("http://host/@me", "http://host/@me"),
        ("http://langgraph_api.local", "http://langgraph_api.local"),
    ],
)
def test_urls_are_normalised(written, read):
    assert str(BaseUrl.parse(written)) == read


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("host:8000", "http://HOST:PORT"),
        ("http://host/?key=s3cret", "without a query string or fragment"),
        ("http://host#s3cret", "without a query string or fragment"),
        ("http://me:s3cret@host", "without credentials"),
        ("http://me:s3c/ret@host", "without credentials"),
        ("http://host\\@elsewhere/", "without credentials"),
        ("http://host\\x", "http://HOST:PORT"),
        ("http://[::1", "http://HOST:PORT"),
        ("http://[nothing]", "valid host"),
        ("http://[fe80::1%25eth0]", "IPv6 zone"),
        ("http://two..dots", "valid host"),
        ('http://ho"st', "valid host"),
        ("http://host:0", "port"),
        ("http://host:65536", "port"),
        ("http://host/a%2", "percent-encoded"),
        ("http://host/a/../b", "no segments . or .."),
        ("http://host/a/%2E%2e", "no segments . or .."),
        ("http://host/a b", "http://HOST:PORT"),
        ("http://host/\x1b[2J", "http://HOST:PORT"),
    ],
)
def test_invalid_url_is_rejected_with_the_reason(written, reason):
    with pytest.raises(BadUrl, match="is not a URL") as raised:
        BaseUrl.parse(written)
    assert reason in str(raised.value)
    assert "s3c" not in str(raised.value)


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST.", "api.localhost", "127.0.0.1", "127.8.9.1", "127.1", "2130706433"),
        *("[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]"),  # noqa: S104 - nothing is bound
    ],
)
def test_every_name_of_this_machine_is_loopback(host):
    assert BaseUrl.parse(f"http://{host}").is_loopback


@pytest.mark.parametrize("host", ["host", "10.0.0.1", "localhost.example", "[fe80::1]", "128.0.0.1"])
def test_other_machines_are_not_loopback(host):
    assert not BaseUrl.parse(f"http://{host}").is_loopback


@pytest.mark.parametrize(
    ("base", "url", "path"),
    [
        ("https://h/api", "wss://h/api/threads/x?y=1", "/threads/x"),
        ("https://h/api", "https://H:443/api/threads", "/threads"),
        ("https://h/api", "https://me:pw@h/api/threads", "/threads"),
        ("https://h/a%20b", "https://h/a b/threads", "/threads"),
        ("https://h/a%2fb", "https://h/a%2Fb/threads", "/threads"),
        ("https://h/a%2fb", "https://h/a/b/threads", None),
        ("https://h", "https://h", "/"),
        ("https://h/api", "https://h/api", "/"),
        ("https://h/api", "http://h/api/threads", None),
        ("https://h/api", "https://h:1/api/threads", None),
        ("https://h/api", "https://other/api/threads", None),
        ("https://h/api", "https://h/apis/threads", None),
        ("https://h/api", "https://h:x/api/threads", None),
    ],
)
def test_urls_below_the_base_url_are_recognised(base, url, path):
    assert BaseUrl.parse(base).below(url) == path


@pytest.mark.parametrize(
    ("prefix", "named", "read"),
    [
        ("/api", "/api/threads/t/runs/r", "/threads/t/runs/r"),
        ("/api", "/threads/t/runs/r", "/threads/t/runs/r"),
        ("/api", "http://inside:8000/api/a2a/a", "http://inside:8000/a2a/a"),
        ("/api", "/apis/runs/r", "/apis/runs/r"),
        ("/a%20b", "/a%20b/runs/r", "/runs/r"),
        ("/threads", "/threads/t/runs/r", "/threads/t/runs/r"),
        ("/threads", "/threads/threads/t/runs/r", "/threads/t/runs/r"),
        ("/a2a", "/a2a/a", "/a2a/a"),
        ("", "/threads/t/runs/r", "/threads/t/runs/r"),
        ("/api", "", ""),
    ],
)
def test_a_server_names_its_paths_with_the_prefix_or_without(prefix, named, read):
    assert BaseUrl.parse(f"http://h{prefix}").named(named) == read


@pytest.mark.parametrize(
    "path",
    [
        *("*", "*@elsewhere/x", "@elsewhere/x", ":80@elsewhere", ".elsewhere", "http://elsewhere/", "", "?x"),
        *("/../x", "/a/../../x", "/%2e%2e/x", "/..%2f..%2fx", "/\\..\\..\\x", "/%5c..%5c..%5cx", "\\\\x"),
    ],
)
def test_no_path_reaches_another_server(path):
    with pytest.raises(Outside):
        BaseUrl.parse("http://h/api").target(path)


@pytest.mark.parametrize("path", ["/", "//elsewhere/x", "/a/../b?../..", "/@elsewhere", "/a%2Fb", "/x#y"])
def test_paths_below_the_base_url_stay_unchanged(path):
    assert BaseUrl.parse("http://h/api").target(path) == f"/api{path}"

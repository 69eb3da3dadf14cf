"""Tests of a correct server behind a gateway, with sessions, or with a rate limit; all is cleaned up."""

import json
import os

import checker
import httpx
import pytest
from fronts import Gateway, Limiter, Sessions, mock, served

from contract_tests.runner.mock_process import running_mock
from sweep import slow, sweep

OWNERS = ["--header", "x-api-key: alice", "--other-header", "x-api-key: bob"]
OF_ALL_KINDS = (
    *(
        "crons.created.*",
        "crons.delete.*",
        "crons.search.limit",
        "threads.create.status",
        "runs.create.location",
    ),
    *(
        "stateless_runs.location",
        "streams.run_id",
        "events.socket.*",
        "mcp.trailing_slash",
        "a2a.accept_header",
    ),
    *("a2a.unknown_method", "a2a.card.name_and_url"),
)
"""Checks that create resources of every kind, name paths in headers, or use WebSockets, MCP and A2A."""


def check(url, *arguments, checks=OF_ALL_KINDS, env=None):
    """Return the finished process, verdict and reason by check, and the lines of the record."""
    options = [word for each in checks for word in ("--check", each)]
    target = url or "--mock"
    environment = {**os.environ, **(env or {})}
    run = checker.check(target, *options, *arguments, "--format", "jsonl", env=environment)
    assert "Traceback" not in run.stderr
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    verdicts = {each["id"]: (each["verdict"], each["reason"]) for each in lines if each["type"] == "result"}
    return run, verdicts, lines


def remaining(url):
    """Return the threads, crons and assistants of both owners, without the assistants made for graphs."""
    remaining_ids = []
    for key in ("alice", "bob"):
        with httpx.Client(base_url=url, headers={"x-api-key": key}) as client:
            for kind in ("threads", "assistants", "runs/crons"):
                remaining_ids += client.post(f"{url}/{kind}/search", json={"limit": 1000}).json()
    return [each for each in remaining_ids if each.get("metadata", {}).get("created_by") != "system"]


NGINX = ("/api/langgraph", False)
ENCODED = ("/a%20b", True)


@pytest.fixture(scope="module")
def at_the_root():
    with served(mock()) as url:
        _, verdicts, _ = check(url, *OWNERS)
    return verdicts


@pytest.mark.parametrize(
    ("prefix", "is_aware"),
    sweep([NGINX, ENCODED, ("/threads", True), ("/threads", False)], NGINX),
    ids=["nginx", "percent-encoded", "the name of a resource", "unaware of it"],
)
def test_a_server_below_a_path_has_the_same_findings_and_is_cleaned_up(at_the_root, prefix, is_aware):
    gateway = Gateway(mock(), prefix, is_aware=is_aware)
    with served(gateway) as url:
        run, verdicts, lines = check(f"{url}{prefix}/", *OWNERS)
        assert remaining(f"{url}{prefix}") == []
    assert run.returncode == 0, run.stdout
    assert verdicts == at_the_root
    assert "left_behind" not in {each["type"] for each in lines}
    assert gateway.lost == []


def test_a_replay_has_the_path_once():
    same = ["--header", "x-api-key: alice", "--other-header", "x-api-key: alice"]
    with served(Gateway(mock(), "/api/langgraph")) as url:
        base = f"{url}/api/langgraph"
        _, _, lines = check(base, *same, checks=["resources.isolation.foreign_id"])
    replays = [line for each in lines if each["type"] == "finding" for line in each["replay"]]
    assert replays
    assert all(line.count(base) == 1 and line.count("/api/") == 1 for line in replays)


@pytest.mark.slow
def test_an_ipv6_address_is_a_host():
    with served(mock(), host="::1") as url:
        run, _, _ = check(f"{url}/", *OWNERS, checks=["threads.create.status", "events.socket.*"])
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("url", "message"),
    [("http://h/?key=s3cret", "query"), ("http://h/x#s3cret", "fragment"), ("h:80", "http:")],
)
def test_a_url_that_is_not_a_base_url_is_wrong_usage(url, message):
    run, _, _ = check(url)
    assert (run.returncode, run.stdout) == (2, "")
    assert message in run.stderr
    assert "s3cret" not in run.stderr


ISOLATION = (
    "resources.isolation.foreign_id",
    "threads.isolation.*",
    "events.socket.isolation",
    "streams.run_id",
)


@pytest.mark.slow
@pytest.mark.parametrize("workers", sweep(["1", "2"], "2"))
def test_a_server_with_sessions_keeps_its_owners_apart(workers):
    sessions = Sessions(mock())
    with served(sessions) as url:
        run, verdicts, _ = check(url, *OWNERS, "--workers", workers, checks=ISOLATION)
        assert run.returncode == 0, run.stdout
        assert remaining(url) == []
    assert {verdict for verdict, _ in verdicts.values()} == {"pass"}
    assert len(sessions.owners) > 1
    assert sessions.strangers == []


@pytest.mark.parametrize(
    "limit",
    [
        slow({"headers": [(b"retry-after", b"0")]}),
        slow({"headers": [(b"retry-after", b"Wed, 21 Oct 2015 07:28:00 GMT")]}),
        {"headers": []},
        slow({"headers": [(b"retry-after", b"0")], "status": 503}),
    ],
    ids=["seconds", "date", "no header", "unavailable"],
)
def test_a_rate_limit_is_waited_for_also_by_the_cleanup(limit):
    limiter = Limiter(mock(), every=4, **limit)
    with served(limiter) as url:
        run, verdicts, _ = check(url, *OWNERS, checks=["threads.create.s*", "events.socket.no_duplicates"])
        limiter.every = 10**9
        assert remaining(url) == []
    assert run.returncode == 0, run.stdout
    assert {verdict for verdict, _ in verdicts.values()} == {"pass"}
    assert limiter.refused > 5


@pytest.mark.slow
def test_endless_rate_limit_of_one_operation_is_reported():
    def is_creating(scope):
        return scope.get("method") == "POST" and scope["path"] == "/threads"

    limiter = Limiter(mock(), every=1, headers=[(b"retry-after", b"3600")], only=is_creating)
    with served(limiter) as url:
        run, verdicts, lines = check(url, *OWNERS, checks=["threads.create.status", "assistants.create.*"])
    assert verdicts["threads.create.status"][0] == "blocked"
    assert "rate limit: the target keeps responding with 429 (Retry-After: 3600)" in run.stdout
    assert not [each for each in lines if each["type"] == "finding"]


def test_a_rate_limit_of_everything_that_does_not_end_ends_the_check():
    with served(Limiter(mock(), every=1, headers=[(b"retry-after", b"3600")])) as url:
        run, _, _ = check(url, *OWNERS, checks=["threads.create.*"])
    assert run.returncode == 3
    assert "rate limit: the target keeps responding with 429 (Retry-After: 3600)" in run.stderr


NOWHERE = "http://127.0.0.1:9"
LOUD = {
    name: value
    for scheme in ("http", "https", "all", "ws")
    for name, value in ((f"{scheme}_proxy", NOWHERE), (f"{scheme.upper()}_PROXY", NOWHERE))
}


@pytest.mark.parametrize(
    "environment",
    [
        LOUD,
        slow({"all_proxy": "socks5://127.0.0.1:9"}),
        slow({"http_proxy": "nonsense://", "no_proxy": "[::1],127.0.0.0/8,*.x"}),
    ],
    ids=["proxies", "SOCKS", "nonsense"],
)
@pytest.mark.parametrize("is_mock", [True, slow(False)], ids=["--mock", "a URL"])
def test_proxies_of_the_environment_are_not_used_for_this_machine(environment, is_mock):
    quiet = {"no_proxy": "", "NO_PROXY": ""}
    with running_mock(seed=0) as url:
        target, owners = (None, []) if is_mock else (url.replace("127.0.0.1", "localhost"), OWNERS)
        run, verdicts, _ = check(
            target,
            *owners,
            checks=["threads.create.status", "events.socket.no_duplicates"],
            env={**quiet, **environment},
        )
    assert run.returncode == 0, run.stdout + run.stderr
    assert {verdict for verdict, _ in verdicts.values()} == {"pass"}

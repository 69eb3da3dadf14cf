"""Tests of `langgraph-check` against misbehaving servers: it ends with a report and an exit code."""

import json
from threading import Thread

import checker
import hostile
import httpx
import pytest
import trustme
import uvicorn

from contract_tests.runner.mock_process import running_mock
from mockserver.app import create_app
from mockserver.http.uvicorn_protocol import SocketProtocol
from mockserver.server import listen
from mockserver.settings import Settings
from patience import PATIENCE
from sweep import sweep

PREFIX = "/api/lg"

FEW = ["--check", "threads.create.status", "--quick"]
GENERATED = ["--check", "shape.body", "--area", "threads", "--quick"]


def check(*arguments):
    return checker.check(*arguments, timeout=PATIENCE)


REPRESENTATIVE = (
    "garbage",
    "JSON beyond all depth",
    "a stream without end",
)


@pytest.mark.parametrize("way", sweep(hostile.WAYS, *REPRESENTATIVE))
def test_a_hostile_server_neither_hangs_nor_breaks_it(way):
    with hostile.serving(way) as url:
        run = check(url, *FEW, "--timeout", "0.3", "--max-time", "6")
    assert run.returncode in {1, 3, 5}, run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr


@pytest.mark.parametrize("way", sweep(["NaN", "a body byte by byte"], "NaN"))
def test_generated_requests_to_a_hostile_server_neither_hang_nor_break_it(way):
    with hostile.serving(way) as url:
        run = check(url, *GENERATED, "--timeout", "0.3", "--max-time", "20")
    assert run.returncode in {1, 3}, run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr


def test_the_run_ends_at_a_silent_server():
    with hostile.serving("hangs") as url:
        run = check(url, *GENERATED, "--timeout", "0.2")
    assert run.returncode == 3
    assert "no response within 0.2 s" in run.stderr


@pytest.mark.slow
def test_after_max_time_the_report_has_the_results_so_far(tmp_path):
    file = tmp_path / "run.jsonl"
    run = check("--mock", "--workers", "1", "--max-time", "20", "--output", str(file))
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    results = [each for each in lines if each["type"] == "result"]
    late = [each for each in results if each["reason"] == "out of time (--max-time)"]
    assert {each["verdict"] for each in late} == {"incomplete"}
    assert 0 < len(late) < len(results)
    assert run.returncode == 5, run.stdout
    assert lines[-1]["exit_code"] == 5
    assert "left_behind" not in {each["type"] for each in lines}


A_PART = ["--check", "resources.search.*", "--check", "resources.count.*", "--workers", "1"]
"""Checks that could see other users' resources."""


def requests_so_far(url):
    metrics = httpx.get(f"{url}/metrics", params={"format": "json"}).json()
    return sum(each["count"] for each in metrics["api"]["http_requests_total"])


def fill(url):
    """Create resources of other users, half of the threads without metadata."""
    with httpx.Client(base_url=url) as client:
        for number in range(200):
            client.post("/threads", json={"metadata": {"of": "a stranger"}} if number % 2 else {})
            client.post("/assistants", json={"graph_id": "agent", "name": f"stranger {number}"})


@pytest.mark.slow
def test_the_cost_does_not_grow_with_the_data_of_the_target():
    request = []
    with running_mock(seed=0) as url:
        for prepare in (lambda _url: None, fill):
            prepare(url)
            before = requests_so_far(url)
            run = check(url, *A_PART)
            assert run.returncode == 0, run.stdout
            request.append(requests_so_far(url) - before)
    assert request[1] <= request[0] * 1.02, "looks are repeated until a run has ended, more often or less"


HOOKS = """
made = 0

def pytest_contract_headers(owner):
    global made
    made += 1
    return {"x-api-key": {"first": "alice", "other": "bob"}[owner]}
"""


def test_a_hook_makes_the_headers_of_both_owners(mock, tmp_path):
    file = tmp_path / "hooks.py"
    file.write_text(HOOKS)
    run = check(mock, "--check", "resources.isolation.foreign_id", "--area", "threads", "--hooks", str(file))
    assert run.returncode == 0, run.stdout
    assert "two identities" in " ".join(run.stdout.split())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pytest_contract_headers = 1 +", "is not importable"),
        ("x = 1", "a function pytest_contract_headers(owner)"),
    ],
)
def test_a_bad_file_of_hooks_is_wrong_usage(mock, tmp_path, text, message):
    file = tmp_path / "hooks.py"
    file.write_text(text)
    run = check(mock, *FEW, "--hooks", str(file))
    assert run.returncode == 2
    assert message in run.stderr


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def encrypted(authority):
    """Serve the mock behind TLS and below a path, as a gateway does."""
    app = create_app(Settings(pace=0, seed=0))

    async def below(scope, receive, send):
        if scope["type"] in {"http", "websocket"}:
            scope = {**scope, "path": scope["path"].removeprefix(PREFIX), "raw_path": b""}
        await app(scope, receive, send)

    config = uvicorn.Config(below, log_level="critical", ws=SocketProtocol, lifespan="on")
    certificate = authority.issue_cert("127.0.0.1")
    with certificate.private_key_and_cert_chain_pem.tempfile() as pem, listen("127.0.0.1", 0) as listening:
        config.ssl_certfile = pem
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}{PREFIX}"
        server.should_exit = True
        thread.join()


OF_ALL_KINDS = ["threads.create.status", "streams.run_id", "events.socket.*", "a2a.card.*", "system.docs.*"]


def test_a_custom_ca_is_trusted_and_the_base_path_is_kept(encrypted, authority, tmp_path):
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    checks = [word for each in OF_ALL_KINDS for word in ("--check", each)]
    owners = ["--header", "x-api-key: alice", "--other-header", "x-api-key: bob"]
    run = check(encrypted, "--ca", str(file), *checks, *owners)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "blocked" not in run.stdout


def test_untrusted_server_gets_no_requests(encrypted):
    run = check(encrypted, *FEW)
    assert run.returncode == 3
    assert "--ca FILE" in run.stderr


def test_a_file_without_certificates_is_wrong_usage(encrypted, tmp_path):
    file = tmp_path / "ca.pem"
    file.write_text("nothing")
    run = check(encrypted, *FEW, "--ca", str(file))
    assert run.returncode == 2
    assert "certificates (PEM)" in run.stderr

"""Tests of the pytest fixtures: a session of a mock, and a server checked against the contract."""

import subprocess
import sys
from pathlib import Path

import pytest

from mockserver.settings import settings_of
from patience import PATIENCE

MOCK_TESTS = """
import httpx
import pytest

def test_a_thread_is_created(langgraph_mock):
    made = httpx.post(f"{langgraph_mock.url}/threads", json={}).json()
    assert httpx.get(f"{langgraph_mock.url}/threads/{made['thread_id']}").json() == made

def test_every_test_has_a_mock_of_its_own(langgraph_mock):
    assert httpx.post(f"{langgraph_mock.url}/threads/search", json={}).json() == []

def test_a_run_is_played(langgraph_mock):
    body = {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": "hi"}]}}
    values = httpx.post(f"{langgraph_mock.url}/runs/wait", json=body, timeout=None).json()
    assert [each["type"] for each in values["messages"]] == ["human", "ai"]

@pytest.mark.langgraph_mock(auth="required")
def test_mark_configures_the_mock(langgraph_mock):
    assert httpx.get(f"{langgraph_mock.url}/threads/x").status_code == 401
"""

CONTROL_TESTS = """
import asyncio
from datetime import datetime, timedelta

import httpx
import pytest
from langgraph_sdk.errors import RateLimitError

def test_a_fault_and_the_journal(langgraph_mock):
    client = langgraph_mock.client()
    langgraph_mock.fault(operation="search_threads", status=429, headers={"Retry-After": 0}, times=1)
    thread = client.threads.create(metadata={"user": "ann"})
    with pytest.raises(RateLimitError):
        client.threads.search()
    assert client.threads.search() == [client.threads.get(thread["thread_id"])]
    langgraph_mock.journal.verify(operation="search_threads", times=2)
    langgraph_mock.journal.verify(operation="create_thread", request_body={"metadata": {"user": "ann"}})
    langgraph_mock.journal.verify_never(operation="delete_thread")
    langgraph_mock.journal.verify_order({"operation": "create_thread"}, {"operation": "get_thread"})
    assert [e["status"] for e in langgraph_mock.journal.entries(operation="search_threads")] == [429, 200]
    assert [f["applied"] for f in langgraph_mock.faults()] == [1]
    langgraph_mock.clear_faults()
    assert langgraph_mock.faults() == []

def test_the_url_and_the_headers_choose_the_same_session(langgraph_mock):
    made = httpx.post(f"{langgraph_mock.url}/threads", json={}).json()
    found = httpx.get(f"{langgraph_mock.server}/threads/{made['thread_id']}", headers=langgraph_mock.headers)
    assert found.json() == made
    assert httpx.get(f"{langgraph_mock.server}/threads/{made['thread_id']}").status_code == 404

@pytest.mark.parametrize("number", range(4))
def test_every_test_has_a_session(langgraph_mock, number):
    assert langgraph_mock.journal.entries() == []
    assert langgraph_mock.faults() == []
    assert langgraph_mock.client().threads.search() == []
    langgraph_mock.client().threads.create()
    langgraph_mock.fault(delay=0)
    langgraph_mock.clock.freeze()

def test_the_clock(langgraph_mock):
    def now():
        return datetime.fromisoformat(langgraph_mock.clock.get()["now"])

    assert langgraph_mock.clock.freeze()["frozen"]
    before = now()
    langgraph_mock.clock.advance(3600)
    assert now() - before == timedelta(hours=1)
    langgraph_mock.clock.set("2031-01-01T00:00:00Z")
    assert now().year == 2031
    assert not langgraph_mock.clock.resume()["frozen"]

def test_reset_and_restore(langgraph_mock):
    client = langgraph_mock.client()
    client.threads.create()
    snapshot = langgraph_mock.snapshot()
    langgraph_mock.reset()
    assert client.threads.count() == 0
    langgraph_mock.restore(snapshot)
    assert client.threads.count() == 1

def test_seed(langgraph_mock):
    seeded = langgraph_mock.seed({"threads": [{"metadata": {"title": "Delivery"}}]})
    thread = langgraph_mock.client().threads.get(seeded["threads"][0])
    assert thread["metadata"]["title"] == "Delivery"
    assert langgraph_mock.seed("items: [{namespace: [users], key: ann, value: {}}]")["items"] == 1

def test_waiting(langgraph_mock):
    langgraph_mock.client().threads.count()
    entry = langgraph_mock.journal.wait(operation="count_threads")
    with pytest.raises(AssertionError, match="no matching request in 0.01 s"):
        langgraph_mock.journal.wait(operation="count_threads", after=entry["number"], seconds=0.01)

def test_async(langgraph_mock, async_langgraph_mock):
    async def main():
        await async_langgraph_mock.fault(operation="count_threads", connection="reset", times=1)
        client = async_langgraph_mock.client()
        await client.threads.create()
        with pytest.raises(httpx.TransportError):
            await client.http.client.post("/threads/count", json={}, extensions={"retries": 0})
        await client.http.client.aclose()
        await async_langgraph_mock.journal.verify(operation="create_thread", times=1)
        await async_langgraph_mock.clock.freeze()
        assert len(await async_langgraph_mock.journal.entries()) == 2
    asyncio.run(main())
    assert langgraph_mock.clock.get()["frozen"]

@pytest.mark.langgraph_mock(auth="required")
def test_a_mock_with_settings_has_a_control_plane(langgraph_mock):
    assert httpx.get(f"{langgraph_mock.url}/threads/x").status_code == 401
    langgraph_mock.journal.verify(status=401, times=1)
"""

FAILING_TEST = """
def test_it(langgraph_mock):
    langgraph_mock.fault(id="broken", operation="count_threads", body={})
    langgraph_mock.client().threads.count()
    langgraph_mock.journal.verify(operation="create_thread", times=2)
"""

TARGET_CONFTEST = """
import pytest
from mockserver.in_process import running

@pytest.fixture(scope="session")
def conformance_url():
    with running() as mock:
        yield mock.url

@pytest.fixture(scope="session")
def conformance_options():
    return {"headers": ("x-api-key: alice",), "other_headers": ("x-api-key: %s",)}
"""

TARGET_TESTS = """
import pytest
from contract_tests.conformance import CheckFailed, DoesNotConform

def test_target_conforms(conformance_target):
    report = conformance_target.assert_conforms("resources.isolation.foreign_id", areas=("threads",))
    assert report.exit_code == 0

def test_wrong_option_is_reported(conformance_target):
    with pytest.raises(CheckFailed, match="unknown check 'no.such'"):
        conformance_target.check("no.such")
"""


def pytest_run(folder, tests, conftest="", *options):
    (folder / "conftest.py").write_text(conftest)
    (folder / "test_it.py").write_text(tests)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, "test_it.py"]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, timeout=PATIENCE)


def test_each_test_has_an_empty_mock(tmp_path):
    run = pytest_run(tmp_path, MOCK_TESTS, "", "-W", "error")
    assert run.returncode == 0, run.stdout
    assert "4 passed" in run.stdout


def test_the_fixture_checks_a_server_in_its_own_tests(tmp_path):
    run = pytest_run(tmp_path, TARGET_TESTS, TARGET_CONFTEST % "bob")
    assert run.returncode == 0, run.stdout


@pytest.mark.slow
def test_findings_are_printed_as_by_the_command(tmp_path):
    run = pytest_run(tmp_path, TARGET_TESTS, TARGET_CONFTEST % "alice")
    assert run.returncode == 1
    assert "DoesNotConform" in run.stdout
    assert "resources.isolation.foreign_id on GET /threads/{thread_id}" in run.stdout


def test_without_a_server_its_tests_are_skipped(tmp_path):
    run = pytest_run(tmp_path, TARGET_TESTS)
    assert "2 skipped" in run.stdout, run.stdout


@pytest.mark.parametrize("module", ["langgraph_contract.pytest_plugin"])
def test_unused_fixtures_cost_nothing(module):
    heavy = ["connexion", "contract_tests", "httpx", "langgraph", "mockserver", "schemathesis", "uvicorn"]
    script = f"import sys, pytest, {module}; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    "options", [pytest.param((), marks=pytest.mark.slow), ("-n", "2")], ids=["one process", "xdist"]
)
def test_the_control_client(tmp_path, options):
    result = pytest_run(tmp_path, CONTROL_TESTS, "", *options)
    assert result.returncode == 0, result.stdout
    assert "12 passed" in result.stdout


def test_a_failed_verification_shows_the_journal(tmp_path):
    result = pytest_run(tmp_path, FAILING_TEST)
    assert result.returncode == 1
    assert "expected: 2 requests with operation=create_thread" in result.stdout
    assert "received: 0 requests of 1 in the journal" in result.stdout
    line = next(line for line in result.stdout.splitlines() if "POST /threads/count" in line)
    assert line.split()[:6] == ["E", "1", "count_threads", "POST", "/threads/count", "200"]
    assert line.endswith("fault broken, violates the contract")


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ("pase=3", "unknown setting 'pase'; did you mean 'pace'?"),
        ("auth='maybe'", "auth: 'maybe' is not one of off, optional, required"),
        ("scenarios='none.yaml'", "scenarios: none.yaml does not exist"),
        ("'required'", "takes only named settings"),
    ],
)
def test_a_wrong_setting_of_the_mark_is_one_line(tmp_path, settings, problem):
    test = f"import pytest\n@pytest.mark.langgraph_mock({settings})\ndef test_it(langgraph_mock): ..."
    result = pytest_run(tmp_path, test)
    assert problem in result.stdout
    assert "Traceback" not in result.stdout
    assert "_in_process" not in result.stdout


def test_texts_are_converted_to_paths_and_lists():
    settings = settings_of({"config": "langgraph.json", "scenarios": __file__, "disabled": "store,crons"})
    assert settings.config == Path("langgraph.json")
    assert settings.scenarios == (Path(__file__),)
    assert settings.disabled == {"store", "crons"}

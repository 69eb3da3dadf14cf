"""Tests of the pytest fixtures: an in-process mock, and a server checked against the contract."""

import subprocess
import sys

import pytest

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
    values = httpx.post(f"{langgraph_mock.url}/runs/wait", json=body).json()
    assert [each["type"] for each in values["messages"]] == ["human", "ai"]

@pytest.mark.langgraph_mock(auth="required")
def test_mark_configures_the_mock(langgraph_mock):
    assert httpx.get(f"{langgraph_mock.url}/threads/x").status_code == 401
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


def test_a_mock_runs_in_the_process_of_the_tests(tmp_path):
    run = pytest_run(tmp_path, MOCK_TESTS, "", "-W", "error")
    assert run.returncode == 0, run.stdout
    assert "4 passed" in run.stdout


def test_the_fixture_checks_a_server_in_its_own_tests(tmp_path):
    run = pytest_run(tmp_path, TARGET_TESTS, TARGET_CONFTEST % "bob")
    assert run.returncode == 0, run.stdout


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

"""`langgraph-mock ctl`, against a running mock."""

import json

import httpx
import pytest
import yaml
from click.testing import CliRunner

from mockserver.ctl import main
from mockserver.in_process import running
from mockserver.settings import Settings

SECRET = {"control_token": "secret"}


@pytest.fixture(scope="module")
def mock():
    with running(Settings(pace=0)) as mock:
        yield mock


@pytest.fixture
def ctl(mock):
    """Return a function that runs a command and returns its exit code and parsed output."""

    def ctl(*arguments, session="test", fails=0):
        done = CliRunner().invoke(main, ["--url", mock.url, "--session", session, *map(str, arguments)])
        assert done.exit_code == fails, done.output
        return json.loads(done.stdout) if done.stdout.startswith(("{", "[")) else done.output

    yield ctl
    ctl("sessions", "--delete-all")


def threads(mock, session="test"):
    return httpx.post(f"{mock.url}/threads/search", json={}, headers={"X-Mock-Session": session}).json()


def test_status_names_the_session(ctl):
    assert ctl("status")["session"] == "test"


def test_seed_snapshot_reset_and_restore(ctl, mock, tmp_path):
    data, saved = tmp_path / "data.yaml", tmp_path / "saved.yaml"
    data.write_text("threads:\n  - metadata: {title: one}\n")
    assert len(ctl("seed", data)["threads"]) == 1
    ctl("snapshot", saved)
    assert yaml.safe_load(saved.read_text())["threads"][0]["metadata"] == {"title": "one"}
    before = threads(mock)
    assert ctl("reset")["threads"] == 0
    assert threads(mock) == []
    ctl("restore", saved)
    assert threads(mock) == before
    assert ctl("snapshot")["format"] == 1


def test_the_clock(ctl):
    assert ctl("clock", "--freeze")["frozen"]
    assert ctl("clock", "--set", "2040-01-01T00:00:00Z", "--advance", "3600")["now"].startswith(
        "2040-01-01T01:"
    )
    assert not ctl("clock", "--resume")["frozen"]


def test_sessions_are_listed_and_deleted(ctl):
    ctl("status", session="a:b@c")
    assert "a:b@c" in {session["session_id"] for session in ctl("sessions")}
    assert "a:b@c" not in {session["session_id"] for session in ctl("sessions", "--delete", "a:b@c")}


def test_errors_are_one_line(ctl, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("thread: []\n")
    assert ctl("seed", broken, fails=1).startswith("langgraph-mock ctl: body: ")
    assert ctl("status", session="a b", fails=1).startswith("langgraph-mock ctl: header X-Mock-Session: ")
    assert (
        ctl("sessions", "--delete", "nobody", fails=1) == "langgraph-mock ctl: Session 'nobody' not found\n"
    )


def test_no_mock_is_exit_code_3():
    done = CliRunner().invoke(main, ["--url", "http://127.0.0.1:9", "status"])
    assert done.exit_code == 3
    assert done.output.startswith("langgraph-mock ctl: http://127.0.0.1:9: ")
    assert "is langgraph-mock running there? --url or LANGGRAPH_MOCK_URL choose another" in done.output


def test_a_token_is_required_if_the_mock_has_one():
    with running(Settings(pace=0, **SECRET)) as mock:
        refused = CliRunner().invoke(main, ["--url", mock.url, "status"])
        admitted = CliRunner().invoke(
            main, ["--url", mock.url, "status"], env={"LANGGRAPH_MOCK_TOKEN": "secret"}
        )
    assert (refused.exit_code, admitted.exit_code) == (1, 0)
    assert "requires the token" in refused.output

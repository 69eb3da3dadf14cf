"""`langgraph-mock ctl`, against a running mock."""

import json

import httpx
import pytest
import yaml
from click.testing import CliRunner

from mockserver.ctl import main
from mockserver.in_process import running
from mockserver.settings import Settings
from patience import PATIENCE

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


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('{"log": {"version": "1.2", "entries": []}}', "a HAR file; "),
        ('{"type": "subject", "contract_version": "1"}\n{"type": "check"}\n', "a record of langgraph-check"),
        ("threads: [{messages: []}]", "data to seed; create it with `langgraph-mock ctl seed FILE`"),
        ("say: Hello", "a scenario "),
        ("turns: [{say: Hello}]", "a scenario; "),
        ("effect: {status: 500}", "a fault; "),
        ("SQLite format 3\0", "a state file; "),
    ],
)
def test_restore_of_another_file_names_what_it_is(ctl, tmp_path, content, kind):
    file = tmp_path / "other"
    file.write_text(content)
    error = ctl("restore", file, fails=1)
    assert error.startswith(f"langgraph-mock ctl: {file}: not a snapshot of langgraph-mock, but {kind}")


def test_restore_of_an_unknown_file_is_an_error_without_a_guess(ctl, tmp_path):
    file = tmp_path / "other.json"
    file.write_text('{"format": "A4"}')
    assert ctl("restore", file, fails=1) == f"langgraph-mock ctl: {file}: not a snapshot of langgraph-mock\n"


def test_restore_of_a_broken_snapshot_names_the_field(ctl, tmp_path):
    saved = tmp_path / "saved.json"
    ctl("snapshot", saved)
    saved.write_text(json.dumps({**json.loads(saved.read_text()), "threads": 1}))
    assert "body.threads: " in ctl("restore", saved, fails=1)


def test_scenarios_are_added_and_deleted(ctl, mock, tmp_path):
    (tmp_path / "travel.yaml").write_text("say: Paris")
    (tmp_path / "file.yaml").write_text("name: support\nsay: Hello")
    (tmp_path / "broken.yaml").write_text("sya: Hello")
    added = ctl("scenarios", tmp_path / "travel.yaml", tmp_path / "file.yaml")
    assert [each["name"] for each in added] == ["support", "travel"]
    run = {"assistant_id": "support", "input": {"messages": [{"role": "user", "content": "Hi"}]}}
    headers = {"X-Mock-Session": "test"}
    values = httpx.post(f"{mock.url}/runs/wait", json=run, headers=headers, timeout=PATIENCE).json()
    assert values["messages"][-1]["content"] == "Hello"
    assert "broken.yaml: unknown step 'sya'; did you mean 'say'?" in ctl(
        "scenarios", tmp_path / "broken.yaml", fails=1
    )
    assert [each["name"] for each in ctl("scenarios", "--delete", "travel")] == ["support"]


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

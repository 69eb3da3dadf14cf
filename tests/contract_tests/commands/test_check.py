"""Tests of the `langgraph-check` command: its output, its exit codes, and its cleanup."""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import checker
import httpx
import pytest
from click.testing import CliRunner
from sample_report import PASSING

from contract_tests import cli
from contract_tests.client.exchange import Request
from contract_tests.client.target import Target
from contract_tests.commands import check as check_command
from contract_tests.findings.replay import commands
from contract_tests.runner.mock_process import running_mock
from contract_tests.runner.run import Ended
from patience import PATIENCE
from sweep import slow, sweep

CHECK = [sys.executable, "-m", "contract_tests"]
CLIENT = httpx.Client(timeout=None)  # noqa: S113 - the machine may be busy
"""Client for looking at the mock directly."""

atexit.register(CLIENT.close)

QUICK = ["--check", "threads.create.status", "--check", "threads.delete.history"]


def check(*arguments, **more):
    return checker.check(*arguments, env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}, **more)


def without_times(record):
    """Return a record without the lines that differ between equal runs."""
    return [line for line in record.splitlines() if not line.startswith('{"type": "timing"')]


def without_progress(text):
    """Return what a run wrote to standard error, without the progress that a busy machine adds."""
    return "".join(
        each for each in text.splitlines(keepends=True) if not each.startswith("langgraph-check: ")
    )


def threads(url):
    """Return the number of threads that belong to any owner the check acts as."""
    keys = [{"x-api-key": "alice"}, {"x-api-key": "bob"}, {}]
    return sum(CLIENT.post(f"{url}/threads/count", json={}, headers=key).json() for key in keys)


def test_conforming_target_exits_0_with_a_conclusion(mock):
    run = check(mock, *QUICK)
    assert run.returncode == 0, run.stderr
    last = run.stdout.splitlines()[-1]
    assert last.startswith(f"PASS {mock} conforms in the part that was checked")
    assert without_progress(run.stderr) == ""


def test_findings_exit_1(mock):
    """One key for both owners lets each see the other's resources."""
    same = ["--header", "x-api-key: alice", "--other-header", "x-api-key: alice"]
    run = check(mock, *same, "--check", "threads.isolation.*", "--format", "jsonl")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 1, run.stderr
    assert lines[-1]["findings"] == len([line for line in lines if line["type"] == "finding"]) > 0
    assert threads(mock) == 0


OWNERS = ["--header", "x-api-key: alice", "--other-header", "x-api-key: bob"]
SAME_OWNER = ["--header", "x-api-key: alice", "--other-header", "x-api-key: alice"]


@pytest.mark.parametrize("workers", sweep(["1", "2"], "2"))
def test_fail_fast_ends_with_the_first_finding(mock, workers):
    same = [*SAME_OWNER, "--check", "resources.isolation.*", "--workers", workers]
    run = check(mock, *same, "--fail-fast", "--format", "jsonl")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    verdicts = [line["verdict"] for line in lines if line["type"] == "result"]
    assert run.returncode == 1, run.stderr
    assert 1 <= verdicts.count("fail") <= 2 * int(workers)  # each worker may have begun another item
    assert verdicts.count("incomplete") > len(verdicts) / 2
    assert "stopped by --fail-fast after" in lines[-1]["conclusion"]
    assert "Internal error" not in run.stderr
    assert threads(mock) == 0


@pytest.mark.slow
def test_fail_fast_passes_over_known_findings(mock, tmp_path):
    known = tmp_path / "known.jsonl"
    same = [mock, *SAME_OWNER, "--check", "threads.isolation.*", "--baseline", str(known)]
    assert check(*same, "--update-baseline").returncode == 0
    run = check(*same, "--fail-fast", "--format", "jsonl")
    assert run.returncode == 0, run.stderr
    assert "incomplete" not in [json.loads(line).get("verdict") for line in run.stdout.splitlines()]


def test_last_failed_runs_only_what_failed(mock, tmp_path):
    record = tmp_path / "run.jsonl"
    checks = ["--check", "threads.isolation.*", "--check", "threads.create.status"]
    before = check(mock, *SAME_OWNER, *checks, "--output", str(record))
    failed = {
        line["id"]
        for line in map(json.loads, record.read_text().splitlines())
        if line["type"] == "result" and line["verdict"] in {"fail", "blocked"}
    }
    assert before.returncode == 1
    assert failed
    after = check(mock, *OWNERS, "--last-failed", str(record), "--output", str(record))
    assert after.returncode == 0, after.stdout + after.stderr
    lines = [json.loads(line) for line in record.read_text().splitlines()]
    assert {line["id"] for line in lines if line["type"] == "result"} == failed
    again = check(mock, "--last-failed", str(record))
    assert again.returncode == 2
    assert "no check failed, was blocked or incomplete" in " ".join(again.stderr.split())


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
def test_the_replay_of_a_finding_finds_it_again_on_a_target_that_has_been_cleaned_up(mock):
    same = ["--header", "x-api-key: alice", "--other-header", "x-api-key: alice"]
    run = check(mock, *same, "--check", "resources.isolation.foreign_id", "--format", "jsonl")
    findings = [each for each in map(json.loads, run.stdout.splitlines()) if each["type"] == "finding"]
    (finding,) = [each for each in findings if each["operation"] == "list_history"]
    responses = [
        subprocess.run(
            ["sh"],
            input=line,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "X_API_KEY": "alice"},
        ).stdout
        for line in finding["replay"]
    ]
    statuses = [response.split()[1] for response in responses]
    assert statuses == ["200", "200", str(finding["status"])]  # of the thread, its state and the history
    thread = finding["request"]["url"].removesuffix("/history")
    assert httpx.delete(thread, headers={"x-api-key": "alice"}).status_code == 204


def test_the_same_seed_gives_the_same_report_with_any_number_of_workers(mock):
    arguments = [mock, *OWNERS, "--format", "jsonl", "--area", "system", "--seed", "5"]
    alone, together = check(*arguments, "--workers", "1"), check(*arguments, "--workers", "2")
    assert together.returncode == 0, together.stderr
    assert without_times(together.stdout) == without_times(alone.stdout)


def test_reports_are_files_of_the_formats_that_their_names_end_with(mock, tmp_path):
    record, report = tmp_path / "run.jsonl", tmp_path / "run.xml"
    run = check(mock, *QUICK, "--output", str(record), "--output", str(report))
    assert "conforms in the part that was checked" in run.stdout
    assert record.read_text().startswith('{"type": "subject"')
    assert report.read_text().startswith("<?xml")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing URL (or use --mock)"),
        (["http://127.0.0.1:1", "--mock"], "URL and --mock exclude each other"),
        (["127.0.0.1:8000"], "is not a URL"),
        (["http://127.0.0.1:1", "--check", "resources.serch.limit"], "Did you mean resources.search.limit"),
        (["http://127.0.0.1:1", "--area", "thread"], "Did you mean threads"),
        (["http://127.0.0.1:1", "--check", "GET /thread"], "Did you mean"),
        (["http://127.0.0.1:1", "--last-failed", "no-such-file"], "is not a readable file"),
        (["http://127.0.0.1:1", "--last-failed", "README.md"], "README.md, line 1: "),
        (["http://127.0.0.1:1", "--header", "alice"], "is not a header"),
        (["http://127.0.0.1:1", "--tier", "4"], "'4' is not one of"),
        (["http://127.0.0.1:1", "--format", "pdf"], "'pdf' is not one of"),
        (
            ["http://127.0.0.1:1", "--output", "report.pdf"],
            "--output: 'report.pdf' is not a file name that ends with .txt",
        ),
        (["http://127.0.0.1:1", "--ca", "no-such-file"], "--ca: 'no-such-file' is not a readable file"),
        (["http://127.0.0.1:1", "--update-baseline"], "--update-baseline requires --baseline FILE"),
        (["--explain", "shape.bodi"], "Did you mean shape.body"),
        (["--mock", "--check", "resources.search.limit", "--tier", "1"], "no check is selected"),
        (["--mock", "--output", "no/such/folder/report.md"], "not a file in a writable folder"),
    ],
)
def test_wrong_usage_exits_2_with_the_reason(arguments, message):
    run = CliRunner().invoke(cli.main, arguments)
    assert (run.exit_code, run.stdout) == (2, "")
    assert message in run.stderr


def test_an_unreachable_target_exits_3_with_one_line():
    run = check("http://127.0.0.1:1")
    assert (run.returncode, run.stdout) == (3, "")
    assert without_progress(run.stderr).count("\n") == 1
    assert "http://127.0.0.1:1: can't be reached" in run.stderr


class Otherwise(BaseHTTPRequestHandler):
    """A server of a different API."""

    def do_GET(self):
        self.send_error(404)

    def log_message(self, *words):
        pass


def test_a_server_of_something_else_exits_3_with_one_line():
    with HTTPServer(("127.0.0.1", 0), Otherwise) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        run = check(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
    assert (run.returncode, run.stdout) == (3, "")
    assert "not a LangGraph server: POST /threads/search returns 501" in run.stderr


def test_a_target_that_disappears_during_the_run_exits_3():
    with running_mock(seed=0) as url:
        run = subprocess.Popen([*CHECK, url], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        wait_for(lambda: threads(url) > 0, run)
    out, err = run.communicate(timeout=PATIENCE)
    assert (run.returncode, out) == (3, "")
    assert "can't be reached" in err


# the checks choose their thread ids; enough of them are still running when the signal arrives
TOPICS = ("crons.*", "store.*", "threads.search.*", "threads.state.*")
LONG = [word for topic in TOPICS for word in ("--check", topic)]


def started(command):
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=listen_to_ctrl_c,  # noqa: PLW1509 - no thread holds a lock here
    )


def crons(url):
    return CLIENT.post(f"{url}/runs/crons/count", json={}, headers={"x-api-key": "alice"}).json()


def is_checking(url):
    """Return whether a check has created something, rather than the survey before it."""
    found_threads = CLIENT.post(
        f"{url}/runs/crons/search", json={"limit": 1000}, headers={"x-api-key": "alice"}
    ).json()
    return any(not each["metadata"]["contract_check"].endswith("/survey") for each in found_threads)


def whole_group(run, number):
    os.killpg(run.pid, number)


def only_itself(run, number):
    os.kill(run.pid, number)


@pytest.fixture
def own_mock():
    """Serve a mock that no other test uses."""
    with running_mock(seed=0) as url:
        yield url


@pytest.mark.parametrize(
    ("workers", "number", "sent"),
    [
        slow(("1", signal.SIGTERM, only_itself)),
        ("2", signal.SIGTERM, only_itself),
        slow(("2", signal.SIGTERM, whole_group)),
        slow(("1", signal.SIGHUP, whole_group)),
        slow(("1", signal.SIGINT, whole_group)),
        slow(("2", signal.SIGINT, whole_group)),
    ],
)
def test_a_signal_removes_what_was_created_and_exits_130(own_mock, workers, number, sent):
    run = started([*CHECK, own_mock, "--header", "x-api-key: alice", "--workers", workers, *LONG])
    wait_for(lambda: is_checking(own_mock), run)
    sent(run, number)
    out, err = run.communicate()
    assert (run.returncode, out) == (130, "")
    assert without_progress(err) == "Interrupted; the resources it created were removed.\n"
    assert (threads(own_mock), crons(own_mock)) == (0, 0)


@pytest.mark.slow
def test_a_signal_during_the_survey_removes_what_was_created_and_exits_130(own_mock):
    run = started([*CHECK, own_mock, "--header", "x-api-key: alice", *LONG])
    wait_for(lambda: threads(own_mock) > 0, run)
    only_itself(run, signal.SIGTERM)
    out, err = run.communicate()
    assert (run.returncode, out) == (130, "")
    assert without_progress(err) == "Interrupted; the resources it created were removed.\n"
    assert (threads(own_mock), crons(own_mock)) == (0, 0)


INTERRUPTING = """
import os, signal, sys
from contract_tests.cli import main
from contract_tests.client.target import Target

line, send = sys.argv.pop(1), Target._send_once

def interrupted(target, request, *more):
    response = send(target, request, *more)
    if f"{request.method} {request.path}" == line:
        Target._send_once = send
        os.kill(os.getpid(), signal.SIGTERM)
    return response

Target._send_once = interrupted
main()
"""
"""Program that gets a signal when the target has processed a request, before the response is read."""

CREATING = {"PUT /store/items": "/store/items/search", "POST /threads": "/threads/search"}
"""Request of the survey that creates something, and the path of a search that finds it."""


@pytest.mark.parametrize("line", sweep(CREATING, "POST /threads"))
def test_a_signal_during_a_request_of_the_survey_leaves_nothing(own_mock, line):
    program = [sys.executable, "-c", INTERRUPTING, line, own_mock, "--header", "x-api-key: alice", *QUICK]
    run = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (130, "")
    assert without_progress(run.stderr) == "Interrupted; the resources it created were removed.\n"
    body = {"namespace_prefix": [], "limit": 1000}
    found = CLIENT.post(f"{own_mock}{CREATING[line]}", json=body, headers={"x-api-key": "alice"}).json()
    assert found in ([], {"items": []})


@pytest.mark.slow
@pytest.mark.parametrize("workers", sweep(["1", "2"], "2"))
def test_signals_do_not_interrupt_the_cleanup(own_mock, workers):
    run = started([*CHECK, own_mock, "--header", "x-api-key: alice", "--workers", workers, *LONG])
    wait_for(lambda: is_checking(own_mock), run)
    only_itself(run, signal.SIGTERM)
    for _ in range(9):
        time.sleep(0.1)
        only_itself(run, signal.SIGTERM)
    out, err = run.communicate()
    assert (run.returncode, out) == (130, "")
    assert without_progress(err) == "Interrupted; the resources it created were removed.\n"
    assert (threads(own_mock), crons(own_mock)) == (0, 0)


@pytest.mark.slow
def test_a_signal_to_pytest_removes_what_was_created(own_mock, tmp_path):
    checks = [word.replace("--", "--contract-") for word in LONG]
    command = [sys.executable, "-m", "pytest", "--pyargs", "contract_tests", "--contract-url", own_mock]
    owner = ["--contract-header", "x-api-key: alice"]
    run = started([*command, *owner, *checks, "-p", "no:cacheprovider", "--rootdir", str(tmp_path)])
    wait_for(lambda: is_checking(own_mock), run)
    only_itself(run, signal.SIGTERM)
    out, _ = run.communicate()
    assert run.returncode == pytest.ExitCode.INTERRUPTED, out
    assert (threads(own_mock), crons(own_mock)) == (0, 0)


def children(pid):
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in tasks.read_text().split()]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="there is no /proc here")
def test_a_killed_worker_is_an_internal_error_and_leaves_nothing(own_mock):
    run = started([*CHECK, own_mock, "--header", "x-api-key: alice", "--workers", "2", *LONG])
    wait_for(lambda: is_checking(own_mock), run)
    os.kill(children(run.pid)[0], signal.SIGKILL)
    out, err = run.communicate()
    assert run.returncode == 4, out + err
    assert (threads(own_mock), crons(own_mock)) == (0, 0)


def listen_to_ctrl_c():
    """Restore SIGINT, which a background test run may have set to be ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def wait_for(fact, run):
    """Wait until `fact()` is true, without a time limit, as long as the program runs."""
    while not fact():
        assert run.poll() is None, run.communicate()
        time.sleep(0.01)


def test_the_list_has_one_line_for_each_check():
    lines = check("--list").stdout.splitlines()
    assert any(line.startswith("shape.body ") for line in lines)
    assert any(line.startswith("resources.search.limit ") for line in lines)


def test_explain_prints_the_requirement():
    run = check("--explain", "resources.search.limit")
    assert run.returncode == 0
    assert run.stdout.startswith("resources.search.limit\n")
    assert "search_threads" in run.stdout


def test_users_of_pytest_get_the_same_report_from_any_folder(mock, tmp_path):
    quick = [word.replace("--", "--contract-") for word in QUICK]
    command = [sys.executable, "-m", "pytest", "--pyargs", "contract_tests", "--contract-url", mock, *quick]
    run = subprocess.run(
        [*command, "-p", "no:cacheprovider"], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert run.returncode == 0, run.stdout
    assert f"PASS {mock} conforms in the part that was checked" in run.stdout
    assert "2 passed" in run.stdout


def test_pytest_without_a_target_is_wrong_usage(tmp_path):
    command = [sys.executable, "-m", "pytest", "--pyargs", "contract_tests", "-p", "no:cacheprovider"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert run.returncode == pytest.ExitCode.USAGE_ERROR, run.stdout
    assert "missing --contract-url URL" in run.stdout + run.stderr


def test_other_pytest_settings_have_no_effect(mock, tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "conftest.py").write_text("raise RuntimeError\n")
    environment = {**os.environ, "PYTEST_ADDOPTS": "--no-such-option"}
    run = checker.check(mock, *QUICK, cwd=tmp_path, env=environment)
    assert run.returncode == 0, run.stderr
    assert sorted(file.name for file in tmp_path.iterdir()) == ["conftest.py", "pytest.ini"]


def test_a_partial_run_reports_only_its_part(mock):
    run = check(mock, "--check", "threads.search.ids")
    assert "POST /threads/search" in run.stdout
    assert "GET /threads/{thread_id}" not in run.stdout
    assert "never reached" not in run.stdout
    assert run.stdout.endswith(" · 1 operation · 1 pass\n")


def test_the_working_folder_stays_unchanged(mock, tmp_path):
    run = check(mock, "--check", "shape.*", "--area", "system", cwd=tmp_path)
    assert run.returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
@pytest.mark.parametrize("place", ["path", "body"])
def test_a_replay_uses_the_checkpoint_that_it_makes_itself(mock, place):
    target = Target(mock)
    thread_id = "11111111-2222-4333-8444-555555555555"
    states = f"/threads/{thread_id}/state"

    def post(path, operation_id, body):
        return target.send(Request("POST", path, body=json.dumps(body).encode()), operation_id=operation_id)

    def write(text):
        message = {"type": "human", "id": text, "content": text}
        return post(states, "update_state", {"values": {"messages": [message]}, "as_node": "__start__"})

    create = {"thread_id": thread_id, "metadata": {"graph_id": "agent"}}
    exchanges = [post("/threads", "create_thread", create), write("one"), write("two")]
    checkpoint_id = exchanges[1].json["checkpoint_id"]
    if place == "path":
        exchanges.append(
            target.send(Request("GET", f"{states}/{checkpoint_id}"), operation_id="get_state_at_checkpoint")
        )
    else:
        body = {"checkpoint": {"checkpoint_id": checkpoint_id}}
        exchanges.append(post(f"{states}/checkpoint", "find_state_at_checkpoint", body))
    target.close()
    httpx.delete(f"{mock}/threads/{thread_id}").raise_for_status()

    script = "\n".join(commands(exchanges))
    output = subprocess.run(["sh"], input=script, capture_output=True, text=True, check=True).stdout
    httpx.delete(f"{mock}/threads/{thread_id}").raise_for_status()
    state = json.loads(output.splitlines()[-1])
    assert checkpoint_id not in script.splitlines()[-1]
    assert [message["content"] for message in state["values"]["messages"]] == ["one"]


@pytest.mark.parametrize(
    ("exit_code", "why"),
    [
        (pytest.ExitCode.INTERNAL_ERROR, "pytest broke down"),
        (pytest.ExitCode.TESTS_FAILED, "an item was lost"),
    ],
)
def test_internal_error_is_not_a_pass(monkeypatch, exit_code, why):
    monkeypatch.setattr(check_command, "run", lambda *_: Ended(int(exit_code), PASSING, None))
    result = CliRunner().invoke(cli.main, ["--mock"])
    assert result.exit_code == 4, why
    assert "did not run to their end" in result.output


def test_a_former_id_of_a_check_selects_it_with_a_note(mock):
    run = check(mock, "--check", "interrupts.go_on", "--format", "jsonl")
    assert run.returncode == 0, run.stderr
    results = [line for line in map(json.loads, run.stdout.splitlines()) if line["type"] == "result"]
    assert {line["check"] for line in results} == {"interrupts.continue_without_input"}
    assert without_progress(run.stderr) == (
        "--check: interrupts.go_on is now interrupts.continue_without_input: use the new id\n"
    )


def test_a_former_id_in_the_config_file_selects_its_check(mock, tmp_path):
    (tmp_path / "langgraph-check.toml").write_text('check = "threads.patch.minimal"\n')
    run = check(mock, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "threads.patch.minimal is now threads.patch.prefer_minimal" in run.stderr
    assert run.stdout.endswith(" 1 pass\n")


def test_a_former_id_is_explained(mock):
    run = check("--explain", "streams.once")
    assert run.returncode == 0
    assert run.stdout == check("--explain", "streams.no_duplicates").stdout
    assert run.stderr == "--explain: streams.once is now streams.no_duplicates\n"


@pytest.mark.slow
def test_a_former_id_in_a_baseline_is_noted_until_the_baseline_is_updated(mock, tmp_path):
    file = tmp_path / "known.jsonl"
    entry = {"check": "events.unborn_thread", "operation": "stream_thread_events", "reason": "ticket 7"}
    file.write_text(json.dumps(entry) + "\n")
    same = [mock, "--check", "threads.create.status", "--baseline", str(file)]
    assert without_progress(check(*same).stderr) == (
        f"{file}: events.unborn_thread is now events.subscribe_before_creation:"
        " update the baseline with --update-baseline\n"
    )
    assert without_progress(check(*same, "--update-baseline").stderr) == ""
    assert json.loads(file.read_text())["check"] == "events.subscribe_before_creation"
    assert json.loads(file.read_text())["reason"] == "ticket 7"
    assert without_progress(check(*same).stderr) == ""

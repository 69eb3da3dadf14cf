"""Tests of the progress on standard error, on a terminal and without one."""

import errno
import json
import os
import pty
import re
import subprocess
import sys
from io import StringIO
from threading import Event

import checker
import pytest
from sample_report import FORGETFUL

from contract_tests.runner.progress import LINE_SECONDS, Lines
from patience import PATIENCE
from sweep import sweep

CHECK = [sys.executable, "-m", "contract_tests"]
BROKEN = ["--header", "x-api-key: alice", "--other-header", "x-api-key: alice", "--check"]
"""One key for both owners lets each see the other's resources."""
BROKEN += ["resources.isolation.foreign_id on *_thread"]


class Log(StringIO):
    """A log that sets an event as soon as it has this many lines."""

    def __init__(self, lines):
        super().__init__()
        self.expected = lines
        self.is_full = Event()

    def write(self, text):
        written = super().write(text)
        if self.getvalue().count("\n") >= self.expected:
            self.is_full.set()
        return written


def test_a_line_comes_at_least_every_15_seconds():
    assert LINE_SECONDS <= 15


def test_lines_come_while_nothing_happens():
    log = Log(lines=3)
    lines = Lines(log, seconds=0.01)
    lines.start()
    assert log.is_full.wait(PATIENCE)
    lines.stop()
    assert all(
        re.fullmatch(r"langgraph-check: surveying the target \(\d+ s\)", line)
        for line in log.getvalue().splitlines()
    )


def test_a_line_has_the_checks_done_of_all_and_the_findings_so_far():
    log = Log(lines=2)
    lines = Lines(log, seconds=0.01)
    lines.expect(402)
    lines.advance("a")
    lines.add(FORGETFUL)
    lines.start()
    assert log.is_full.wait(PATIENCE)
    lines.stop()
    assert re.fullmatch(
        r"langgraph-check: 1 of 402 checks, 1 finding \(\d+ s\)", log.getvalue().splitlines()[1]
    )


def test_a_line_names_the_cleanup():
    log = Log(lines=1)
    lines = Lines(log, seconds=0.01)
    lines.expect(1)
    lines.advance("a")
    lines.clean_up()
    lines.start()
    assert log.is_full.wait(PATIENCE)
    lines.stop()
    first = log.getvalue().splitlines()[0]
    assert first.startswith("langgraph-check: removing what the checks created, 1 of 1 check, 0 findings (")


def test_a_finding_is_one_line():
    log = StringIO()
    Lines(log).add(FORGETFUL)
    assert log.getvalue() == (
        "langgraph-check: finding: threads.get.found on GET /threads/{thread_id} at /metadata: expected the"
        " metadata that was written, {'title': \"it's\"}, received {} | `nothing` of it, <b>at all</b>\n"
    )


def test_a_reader_that_has_gone_does_not_end_the_run():
    class Gone(StringIO):
        def write(self, text):
            raise BrokenPipeError(errno.EPIPE, "gone", text)

    lines = Lines(Gone())
    lines.add(FORGETFUL)
    lines.advance("a")
    assert lines._state() == ["surveying the target"]


def findings_in(text):
    """Return the findings in lines of progress."""
    return re.findall(r"^langgraph-check: finding: (.*)", text, re.MULTILINE)


@pytest.mark.parametrize("workers", sweep(["1", "2"], "2"))
def test_new_findings_are_written_as_they_come(mock, workers):
    run = checker.check(mock, *BROKEN, "--format", "jsonl", "--workers", workers)
    found = [each for each in map(json.loads, run.stdout.splitlines()) if each["type"] == "finding"]
    assert found
    lines = findings_in(run.stderr)
    assert len(lines) == len(found)
    assert all(line.startswith("resources.isolation.foreign_id on ") for line in lines)


@pytest.mark.slow
def test_known_findings_are_not_written(mock, tmp_path):
    known = ["--baseline", str(tmp_path / "known.jsonl")]
    assert checker.check(mock, *BROKEN, *known, "--update-baseline").returncode == 0
    run = checker.check(mock, *BROKEN, *known)
    assert run.returncode == 0
    assert findings_in(run.stderr) == []


def on_terminal(command, *, stdout=False, stderr=False, **environment):
    """Return what a command writes to a terminal, and what it writes elsewhere."""
    master, slave = pty.openpty()
    streams = {
        "stdout": slave if stdout else subprocess.PIPE,
        "stderr": slave if stderr else subprocess.PIPE,
    }
    run = subprocess.Popen(command, text=True, env={**os.environ, "TERM": "xterm", **environment}, **streams)
    os.close(slave)
    screen = b""
    while True:
        try:
            read = os.read(master, 65536)
        except OSError:  # the last writer has closed it
            break
        screen += read
    out, err = run.communicate()
    os.close(master)
    return screen.decode(), (out or "") + (err or "")


def test_a_terminal_has_a_bar_that_disappears(mock):
    screen, elsewhere = on_terminal([*CHECK, mock, *BROKEN, "--format", "jsonl"], stderr=True)
    assert "checking" in screen
    assert "━" in screen
    assert "finding: resources.isolation.foreign_id on " in screen
    assert elsewhere.startswith('{"type": "subject"')


@pytest.mark.slow
def test_standard_error_decides_if_only_standard_output_is_a_terminal(mock):
    screen, elsewhere = on_terminal([*CHECK, mock, *BROKEN], stdout=True)
    assert findings_in(elsewhere)
    assert "\x1b" not in elsewhere
    assert "checking" not in screen


@pytest.mark.slow
def test_no_colour_on_a_terminal(mock):
    screen, _ = on_terminal([*CHECK, mock, *BROKEN], stdout=True, stderr=True, NO_COLOR="1")
    assert "━" in screen
    assert not re.search(r"\x1b\[[\d;]*\b(3[0-7]|38|9[0-7])\b[\d;]*m", screen)


@pytest.mark.slow
def test_a_dumb_terminal_has_lines(mock):
    screen, _ = on_terminal([*CHECK, mock, *BROKEN, "--format", "jsonl"], stderr=True, TERM="dumb")
    assert "langgraph-check: finding: resources.isolation.foreign_id on " in screen
    assert "━" not in screen

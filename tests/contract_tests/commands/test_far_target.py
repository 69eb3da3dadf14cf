"""Tests against a correct server that is far away, on a busy machine, or checked twice at once."""

import json
import subprocess
import sys

import pytest
from far import far_away

from contract_tests.runner.mock_process import running_mock
from sweep import sweep

CHECK = [sys.executable, "-m", "contract_tests"]
OWNERS = ["--header", "x-api-key: alice", "--other-header", "x-api-key: bob", "--format", "jsonl"]

IN_TIME = (
    "streams.two_readers",
    "streams.join_pending",
    "streams.on_disconnect_continue",
    "streams.incremental",
    "runs.join.waits",
    "runs.wait_or_stream.after_seconds",
    "runs.multitask.interrupt_running",
    "events.incremental",
)
"""Checks that observe a change while it happens."""

SHARED = ("threads.search.*", "resources.search.*", "crons.search.*", "store.search.*")
"""Checks that search for the resources they created."""


def started(url, checks, *more):
    options = [word for each in checks for word in ("--check", each)]
    return subprocess.Popen([*CHECK, url, *OWNERS, *options, *more], stdout=subprocess.PIPE, text=True)


def lines(run):
    out, _ = run.communicate()
    return [json.loads(line) for line in out.splitlines()]


def not_passed(lines_read):
    wrong = ("finding", "left_behind")
    return [each for each in lines_read if each["type"] in wrong or each.get("verdict", "pass") != "pass"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seconds", "checks"),
    sweep([(0.15, IN_TIME[:2]), (0.05, IN_TIME), (0.15, IN_TIME), (0.3, IN_TIME)], (0.15, IN_TIME[:2])),
)
def test_a_correct_server_passes_from_far_away(seconds, checks):
    with running_mock(seed=0) as url, far_away(int(url.rpartition(":")[2]), seconds) as port:
        assert not_passed(lines(started(f"http://127.0.0.1:{port}", checks))) == []


@pytest.mark.slow
def test_a_correct_server_passes_on_a_busy_machine():
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(3)]
    try:
        with running_mock(seed=0) as url:
            output = lines(started(url, IN_TIME))
    finally:
        for each in busy:
            each.kill()
            each.wait()
    assert not_passed(output) == []


@pytest.mark.slow
def test_two_checks_of_one_server_do_not_interfere():
    with running_mock(seed=0) as url:
        both = [started(url, SHARED, "--workers", "1") for _ in range(2)]
        assert [not_passed(lines(each)) for each in both] == [[], []]


@pytest.mark.slow
def test_the_same_seed_gives_identical_findings():
    """One key for both owners lets each see the other's resources."""
    same = ["--other-header", "x-api-key: alice"]
    checks = ["threads.isolation.*", "crons.isolation.*"]
    with running_mock(seed=0) as url:
        one, two = (
            [each for each in lines(started(url, checks, *same)) if each["type"] != "timing"]
            for _ in range(2)
        )
    assert any(each["type"] == "finding" for each in one)
    assert one == two

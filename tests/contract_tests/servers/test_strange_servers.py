"""Tests of `langgraph-check` on servers with one trait: exit code, findings, and what is not blamed."""

import json

import checker
import pytest
from fronts import mock as new_mock
from fronts import served
from servers.strange import strange_server
from servers.traits import (
    as_405,
    as_express,
    as_fastapi,
    as_robyn,
    breaks_on,
    code_and_message,
    errors_as,
    expires,
    has_only,
    hides_names,
    lacks,
    never_ends,
    never_runs,
    plain_text,
    problem_json,
    refuses_parameter,
)

from contract_tests.findings.profile import profiles
from sweep import sweep

OWNERS = ("--header", "x-api-key: alice", "--other-header", "x-api-key: bob")
CRUD = ("create_thread", "get_thread", "update_thread", "delete_thread", "search_threads")


def check(url, *checks, options=()):
    """Check the server with one process; return the exit code and the lines of the record by their type."""
    words = [word for each in checks for word in ("--check", each)]
    run = checker.check(url, *OWNERS, *words, *options, "--workers", "1", "--format", "jsonl")
    assert run.returncode != 2, run.stderr
    assert "Traceback" not in run.stderr
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    return run.returncode, {kind: [each for each in lines if each["type"] == kind] for kind in KINDS}


KINDS = ("subject", "survey", "result", "finding", "verdict")


def found(record):
    return {(each["check"], each["operation"]) for each in record["finding"]}


LACKING = ("stream_thread_run", "stream_run", "list_history")


@pytest.mark.parametrize("framework", sweep([as_fastapi, as_express, as_robyn, as_405], as_express))
def test_missing_operations_are_findings_unless_they_are_declared(framework):
    declared = [word for each in LACKING for word in ("--not-offered", each)]
    with strange_server(lacks(*LACKING, framework=framework)) as url:
        checks = (
            *(f"shape.operation_exists on {each}" for each in LACKING),
            "threads.history.*",
            "streams.values",
            "stateless_runs.stream.*",
        )
        code, record = check(url, *checks)
        other_code, other = check(url, *checks, options=declared)
    assert (code, found(record)) == (1, {("shape.operation_exists", each) for each in LACKING})
    assert other_code == 0
    assert {each["verdict"] for each in other["result"]} <= {"pass", "not offered"}


def test_server_error_stays_a_finding_where_other_operations_are_missing():
    with strange_server(has_only(*CRUD), breaks_on("search_threads", {"metadata": [1]})) as url:
        code, record = check(url, "shape.server_error", options=("--area", "threads"))
    errors = [each for each in record["finding"] if each["check"] == "shape.server_error"]
    assert code == 1
    assert [(each["operation"], each["pointer"]) for each in errors] == [("search_threads", "/body/metadata")]


@pytest.mark.parametrize(
    "shape",
    sweep([code_and_message, plain_text, problem_json], code_and_message),
    ids=lambda each: each.__name__,
)
def test_own_errors_are_one_cause(shape):
    with strange_server(errors_as(shape)) as url:
        code, record = check(url, "shape.*", "resources.unknown_id", options=("--area", "threads", "--quick"))
    assert code == 1
    assert {each["check"] for each in record["finding"]} <= {"shape.body", "shape.content_type"}


def test_graphs_known_by_ids_only_blame_nothing_else():
    with strange_server(hides_names()) as url:
        checks = (
            "runs.create.*",
            "assistants.search.graph_id",
            "assistants.count.graph_id",
            "threads.copy.*",
        )
        code, record = check(url, *checks)
    assert (code, found(record)) == (1, {("runs.create.graph_name", "create_thread_run")})


def with_slashes(app, *paths):
    """Return the app, which has only these paths with a final slash, and redirects the others."""

    async def serve(scope, receive, send):
        path = scope.get("path", "")
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif path in paths:
            location = f"{path}/".encode()
            await send({"type": "http.response.start", "status": 307, "headers": [(b"location", location)]})
            await send({"type": "http.response.body"})
        else:
            spelt = path.rstrip("/") if path.rstrip("/") in paths else path
            await app({**scope, "path": spelt, "raw_path": spelt.encode()}, receive, send)

    return serve


def test_a_redirect_to_a_final_slash_is_one_finding_and_hides_nothing():
    with served(with_slashes(new_mock(), "/threads", "/threads/search")) as url:
        scripted = ("shape.scripted[create_thread]", "shape.scripted[search_threads]")
        code, record = check(url, "runs.create.success", "threads.create.status", *scripted)
    statuses = {operation for check, operation in found(record) if check == "shape.status"}
    assert (code, statuses) == (1, {"create_thread", "search_threads"})
    assert {each["status"] for each in record["finding"]} == {307}
    verdicts = {each["check"]: each["verdict"] for each in record["result"]}
    assert verdicts["runs.create.success"] == verdicts["threads.create.status"] == "pass"
    assert "blocked" not in verdicts.values()


@pytest.mark.slow
def test_runs_that_are_never_executed_are_one_finding():
    with strange_server(never_runs()) as url:
        code, record = check(
            url, "runs.create.success", "runs.join.*", "streams.thread_runs", "runs.wait.values"
        )
    assert (code, found(record)) == (1, {("runs.create.success", "create_thread_run")})
    blocked = {each["reason"] for each in record["result"] if each["verdict"] == "blocked"}
    assert all(each.startswith("blocked by runs.create.success on") for each in blocked)


@pytest.mark.slow
def test_streams_that_never_end_are_one_finding_an_operation():
    with strange_server(never_ends("stream_thread_run")) as url:
        code, record = check(url, "streams.end", "streams.values", "streams.run_id", "streams.final_values")
    assert (code, found(record)) == (1, {("streams.end", "stream_thread_run")})
    verdicts = {(each["check"], each["operation"]): each["verdict"] for each in record["result"]}
    assert verdicts["streams.end", "stream_run"] == "pass"


@pytest.mark.parametrize("status", sweep([401, 403], 403))
def test_expired_credentials_are_one_finding(status):
    with strange_server(expires(220, status)) as url:
        code, record = check(url, "resources.*")
    assert code == 1
    assert ("shape.credentials", "get_thread") in found(record)
    assert "incomplete" in {each["verdict"] for each in record["result"]}


def test_refused_parameter_of_a_command_is_named():
    with strange_server(refuses_parameter("run.start", "input")) as url:
        code, record = check(url, "events.run_start.input", "events.values")
    places = {(each["check"], each["operation"], each["pointer"]) for each in record["finding"]}
    assert code == 1
    assert ("events.run_start.input", "send_command", "/body/params/input") in places
    assert ("shape.accepts_valid", "send_command", "/body/params/input") in places


@pytest.mark.slow
def test_server_with_the_operations_on_threads_works_for_a_client_of_these():
    with strange_server(has_only(*sorted(profiles()["threads"].operations))) as url:
        code, record = check(url, options=("--profile", "threads"))
    assert (code, found(record)) == (0, set())
    assert {each["operation"] for each in record["result"]} == profiles()["threads"].operations

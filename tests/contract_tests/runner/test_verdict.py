"""Tests of verdicts: one table from exceptions to verdicts, for all kinds of checks."""

from dataclasses import replace

import httpx
import pytest

from contract_tests.client.target import OutOfTime, Unreachable
from contract_tests.findings.finding import (
    Blocked,
    Blocker,
    InvalidRequest,
    NotOffered,
    RequirementNotMet,
    Skipped,
    Verdict,
    Violation,
)
from contract_tests.findings.survey import NO_SURVEY, Offer, Survey
from contract_tests.harness.finding_builder import FindingBuilder
from contract_tests.harness.graphs import Graphs
from contract_tests.runner import verdict

BROKEN = Survey({"get_thread": Offer("broken", "500", 500)})

SOME = {"thread_id": "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11"}
VALID = httpx.Response(404, json={"detail": "unknown"})
INVALID = httpx.Response(404, json={"error": "unknown"})


def read(ctx):
    return ctx.call("get_thread", path=SOME)


def broken(ctx):
    raise RequirementNotMet("this", "that", read(ctx))


def broken_in_what_is_invalid(ctx):
    exchange = read(ctx)
    raise RequirementNotMet("this", "that", exchange, "/detail" if "detail" not in exchange.json else "")


def missing_field(ctx):
    _ = read(ctx).json["detail"]["more"]


def raising(end):
    def action(ctx):
        read(ctx)
        raise end

    return action


@pytest.fixture
def judged(context_on):
    """Return a function that returns the outcome of an act, with or without a requirement to cite."""

    def judged(action, response, *, is_citing=True):
        with context_on(lambda _: response) as ctx:
            end = verdict.end_of(lambda: action(ctx))
            return verdict.outcome(ctx, end, cite=citing(ctx) if is_citing else None)

    return judged


def citing(ctx):
    def cite(end):
        violation = Violation("threads.example", end.expected, end.received, "x")
        return FindingBuilder(ctx).finding(violation, end.exchange, ctx.operation)

    return cite


@pytest.mark.parametrize(
    ("action", "response", "expected", "findings"),
    [
        (read, VALID, Verdict.PASS, []),
        (read, INVALID, Verdict.PASS, ["shape.body"]),
        (raising(Skipped("no")), VALID, Verdict.SKIP, []),
        (raising(NotOffered("no")), VALID, Verdict.NOT_OFFERED, []),
        (raising(Blocked("no")), VALID, Verdict.BLOCKED, []),
        (raising(OutOfTime()), VALID, Verdict.INCOMPLETE, []),
        (broken, VALID, Verdict.FAIL, ["threads.example"]),
        (broken, INVALID, Verdict.FAIL, ["threads.example", "shape.body"]),
        (broken_in_what_is_invalid, INVALID, Verdict.BLOCKED, ["shape.body"]),
        (missing_field, VALID, Verdict.FAIL, ["threads.example"]),
        (raising(ZeroDivisionError()), VALID, Verdict.ERROR, []),
        (raising(ZeroDivisionError()), INVALID, Verdict.BLOCKED, ["shape.body"]),
        (raising(InvalidRequest("get_thread", ["x"])), VALID, Verdict.ERROR, []),
    ],
)
def test_an_exception_has_one_verdict(judged, action, response, expected, findings):
    outcome = judged(action, response)
    assert outcome.verdict == expected
    assert [each.check for each in outcome.findings] == findings
    assert bool(outcome.reason) == (expected not in {Verdict.PASS, Verdict.FAIL})


def test_a_server_error_under_test_is_the_finding_of_the_check(judged):
    outcome = judged(read, httpx.Response(500))
    assert outcome.verdict == Verdict.FAIL
    assert [(each.check, each.received) for each in outcome.findings] == [
        ("threads.example", "500"),
        ("shape.server_error", "500"),
    ]


@pytest.mark.parametrize(("operation_id", "survey"), [("get_state", NO_SURVEY), ("get_thread", BROKEN)])
def test_a_server_error_of_a_prerequisite_or_a_broken_operation_blocks_the_check(
    context_on, operation_id, survey
):
    with context_on(lambda _: httpx.Response(500)) as ctx:
        ctx.run_context = replace(ctx.run_context, graphs=Graphs({}, survey))
        end = verdict.end_of(lambda: ctx.call(operation_id, path=SOME))
        outcome = verdict.outcome(ctx, end, cite=pytest.fail)
    assert outcome.verdict == Verdict.BLOCKED
    assert [each.check for each in outcome.blocked_by] == ["shape.server_error"]


def test_what_validation_reads_explains_nothing_that_a_check_finds(judged):
    """The id in the response is read by validation and by the cleanup, but not by the check."""

    def wrong_status(ctx):
        thread = read(ctx)
        status = thread.json["status"]
        raise RequirementNotMet("idle", status, thread, "/status")

    thread = {"thread_id": "1", "status": "busy", "metadata": {}, "values": None, "interrupts": {}}
    outcome = judged(wrong_status, httpx.Response(200, json=thread))
    assert outcome.verdict == Verdict.FAIL
    assert {each.check for each in outcome.findings} == {"threads.example", "shape.body"}


@pytest.mark.parametrize("action", [broken_in_what_is_invalid, raising(ZeroDivisionError())])
def test_blocked_check_names_the_findings_that_block_it(judged, action):
    outcome = judged(action, INVALID)
    assert outcome.blocked_by == tuple(
        Blocker(each.check, each.operation, each.exchange.status, each.pointer) for each in outcome.findings
    )
    assert all(f"{each.check} on " in outcome.reason for each in outcome.blocked_by)


@pytest.mark.parametrize("last", [{"status_code": 500}, {"status_code": 200, "json": []}])
def test_check_is_blocked_by_the_response_that_ended_it(context_on, last):
    """An earlier response of another operation is invalid, too, but the check went on."""

    def respond(request):
        return httpx.Response(**last) if request.url.path.endswith("/state") else INVALID

    def act(ctx):
        read(ctx)
        ctx.call("get_state", path=SOME)
        raise ZeroDivisionError

    with context_on(respond) as ctx:
        outcome = verdict.outcome(ctx, verdict.end_of(lambda: act(ctx)))
    assert outcome.verdict == Verdict.BLOCKED
    assert {each.operation for each in outcome.blocked_by} == {"get_state"}
    assert {each.operation for each in outcome.findings} == {"get_thread", "get_state"}


@pytest.mark.parametrize("action", [broken, missing_field])
def test_without_a_requirement_a_broken_one_is_not_testable(judged, action):
    outcome = judged(action, VALID, is_citing=False)
    assert (outcome.verdict, outcome.findings) == (Verdict.BLOCKED, ())
    assert outcome.reason.startswith("expected ")


def test_a_fault_of_ours_is_not_hidden_by_what_was_found_before(context_on):
    ctx = context_on(lambda _: VALID)
    found = citing(ctx)(RequirementNotMet("this", "that", read(ctx)))
    outcome = verdict.outcome(ctx, ZeroDivisionError(), found=[found])
    assert (outcome.verdict, outcome.findings) == (Verdict.ERROR, (found,))


@pytest.mark.parametrize(("limited", "expected"), [(False, Verdict.FAIL), (True, Verdict.SKIP)])
def test_what_is_seen_too_late_because_of_a_rate_limit_proves_nothing(context_on, limited, expected):
    sent = []

    def respond(request):
        sent.append(request)
        if request.url.path.endswith("/stream"):
            return httpx.Response(200, headers={"content-type": "text/event-stream"}, content=b"")
        is_limit = limited and len(sent) == 2
        return httpx.Response(429, headers={"retry-after": "0"}) if is_limit else VALID

    ctx = context_on(respond)
    with ctx.open_stream("stream_thread", path=SOME):
        exchange = read(ctx)
    end = RequirementNotMet("running", "success", exchange)
    outcome = verdict.outcome(ctx, end, cite=citing(ctx))
    assert outcome.verdict is expected


def test_an_unreachable_target_ends_the_run(judged):
    gone = Unreachable("http://target", "refused")
    with pytest.raises(Unreachable):
        judged(raising(gone), VALID)


@pytest.mark.parametrize("status", [401, 403])
def test_credentials_that_expire_are_one_finding_and_leave_the_check_incomplete(context_on, status):
    responses = iter([httpx.Response(200, json=[], headers={"x-pagination-total": "0"})])

    def expiring(_):
        return next(responses, httpx.Response(status, json={"detail": "expired"}))

    def action(ctx):
        ctx.call("search_threads", body={})
        ctx.call("get_state", path=SOME)

    with context_on(expiring) as ctx:
        outcome = verdict.outcome(ctx, verdict.end_of(lambda: action(ctx)))
    assert outcome.verdict == Verdict.INCOMPLETE
    assert outcome.reason == f"the target no longer accepts the credentials of --header: {status} expired"
    assert [each.key for each in outcome.findings] == [("shape.credentials", "get_thread", "")]


def test_one_forbidden_operation_is_not_an_expiry(context_on):
    def forbidding(request):
        is_search = request.url.path == "/threads/search"
        return httpx.Response(200, json=[]) if is_search else httpx.Response(403, json={"detail": "no"})

    def action(ctx):
        ctx.call("search_threads", body={})
        ctx.call("get_state", path=SOME)

    with context_on(forbidding) as ctx:
        assert verdict.end_of(lambda: action(ctx)) is None

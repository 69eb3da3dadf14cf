"""Tests of rules: each try ends with one verdict, even when something fails on the way."""

from types import ModuleType

import httpx
import pytest

from contract_tests import checks
from contract_tests.client.operation_request import OperationRequest
from contract_tests.client.target import OutOfTime, Unreachable
from contract_tests.findings.finding import Blocked, Blocker, NotOffered, Verdict
from contract_tests.findings.survey import NO_SURVEY, Offer, Survey
from contract_tests.harness.check import check, discover
from contract_tests.harness.graphs import Graphs
from contract_tests.runner.run_check import run_check

SOME = {"thread_id": "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11"}


def unknown(_):
    return httpx.Response(404, json={"detail": "unknown"})


@pytest.fixture
def run_declared(run_context_of, contract):
    def conducted(run, response=unknown, operation="get_thread", identities=({},), survey=NO_SURVEY, **facts):
        declared = check("threads.example", operation=operation, tier=1, **facts)(run)
        run_context = run_context_of(response, identities, graphs=Graphs(survey=survey))
        return run_check(declared, run_context, contract.by_id[operation])

    return conducted


def read_thread(ctx):
    return ctx.call("get_thread", path=SOME)


def test_a_check_without_failures_passes(run_declared):
    assert run_declared(read_thread).verdict == Verdict.PASS


def test_failed_check_is_a_complete_finding(run_declared):
    def run(ctx):
        ctx.expect(False, expected="200", received="404", exchange=read_thread(ctx), pointer="/x")

    outcome = run_declared(run, level="should")
    (finding,) = outcome.findings
    assert outcome.verdict == Verdict.FAIL
    assert finding.key == ("threads.example", "get_thread", "/x")
    assert (finding.level, finding.expected, finding.received) == ("should", "200", "404")
    assert (
        finding.requirement
        == "Tests of rules: each try ends with one verdict, even when something fails on the way."
    )
    assert finding.replay == (f"curl -sS -i http://target/threads/{SOME['thread_id']}",)


def test_the_verdict_does_not_depend_on_other_faults_of_responses(run_declared):
    def not_found(_):
        return httpx.Response(404, text="unknown")

    def wanting(status):
        def run(ctx):
            exchange = read_thread(ctx)
            ctx.expect(
                exchange.status == status, expected=str(status), received=exchange.summary, exchange=exchange
            )

        return run

    holding, broken = run_declared(wanting(404), not_found), run_declared(wanting(409), not_found)
    assert (holding.verdict, broken.verdict) == (Verdict.PASS, Verdict.FAIL)
    assert [each.check for each in holding.findings] == ["shape.content_type"]
    assert [each.check for each in broken.findings] == ["threads.example", "shape.content_type"]


def stumbling(ctx):
    read_thread(ctx).json["detail"]


def missing(ctx):
    exchange = read_thread(ctx)
    ctx.expect("detail" in exchange.json, expected="a detail", received="none", exchange=exchange)


@pytest.mark.parametrize("run", [stumbling, missing])
def test_a_check_that_an_invalid_response_ends_is_blocked(run_declared, run):
    outcome = run_declared(run, lambda _: httpx.Response(404, json={"error": "unknown"}))
    assert outcome.verdict == Verdict.BLOCKED
    assert [each.check for each in outcome.findings] == ["shape.body"]


def test_an_invalid_response_is_a_finding_of_its_own_check(run_declared):
    outcome = run_declared(read_thread, lambda _: httpx.Response(500))
    assert outcome.verdict == Verdict.FAIL
    own, finding = outcome.findings
    assert own.check == "threads.example"
    assert (finding.check, finding.operation) == ("shape.server_error", "get_thread")
    assert finding.requirement.endswith(" #/paths/~1threads~1{thread_id}/get")


@pytest.mark.parametrize(
    ("end", "verdict", "reason"),
    [
        (Blocked, "blocked", "there is no way (GET /threads/{thread_id} -> 404)"),
        (NotOffered, "not offered", "there is no way"),
    ],
)
def test_a_check_that_cannot_run_does_not_pass(run_declared, end, verdict, reason):
    def run(ctx):
        raise end("there is no way", read_thread(ctx))

    outcome = run_declared(run)
    assert (outcome.verdict, outcome.reason) == (verdict, reason)


def test_a_check_of_two_owners_is_skipped_with_one(run_declared):
    outcome = run_declared(read_thread, identities=({},), feature=None)
    assert outcome.verdict == Verdict.PASS
    declared = check("threads.example", operation="get_thread", tier=1, identities=2)(read_thread)
    assert declared.identities == 2


def test_missing_second_identity_is_the_reason(run_context_of, contract):
    declared = check("threads.example", operation="get_thread", tier=1, identities=2)(read_thread)
    outcome = run_check(declared, run_context_of(unknown, ({},)), contract.by_id["get_thread"])
    assert (outcome.verdict, outcome.reason) == (Verdict.SKIP, "requires a second identity (--other-header)")
    assert not outcome.exchanges


def test_a_feature_that_the_target_lacks_is_not_offered(run_declared, threads):
    def run(ctx):
        raise AssertionError("not to be tried")

    survey = Survey({"get_thread_storage": Offer("missing")})
    outcome = run_declared(run, threads, operation="get_thread_storage", feature="storage", survey=survey)
    assert outcome.verdict == Verdict.NOT_OFFERED


def test_an_exception_in_a_check_is_an_error_and_not_a_finding(run_declared):
    outcome = run_declared(lambda ctx: ctx.call("get_thread", path={"thread_id": "zzz"}))
    assert outcome.verdict == Verdict.ERROR
    assert "InvalidRequest" in outcome.reason
    assert run_declared(lambda _: {}["nothing"]).verdict == Verdict.ERROR


def test_an_unreachable_target_ends_the_run(run_declared):
    def gone(_):
        raise httpx.ConnectError("refused")

    with pytest.raises(Unreachable):
        run_declared(read_thread, gone)


def test_checks_are_discovered_in_the_order_of_their_ids():
    discovered = discover(checks)
    ids = [each.id for each in discovered]
    assert ids == sorted(set(ids))
    for each in discovered:
        area, rest = each.id.split(".", 1)
        assert each.source == f"contract_tests.checks.{area}.{rest.replace('.', '_')}"
        assert each.sentence.endswith(".")


def test_a_package_without_checks_has_none():
    empty = ModuleType("empty")
    empty.__path__ = []
    assert discover(empty) == ()


def test_a_finding_remains_if_the_target_lacks_other_operations(run_declared):
    """The target does not offer creation, but its state operation returns 500, which is a finding."""

    def respond(request):
        return httpx.Response(500 if request.url.path.endswith("/state") else 404)

    def run(ctx):
        ctx.send(ctx.run_context.contract.by_id["create_thread"], OperationRequest(body={}))
        exchange = ctx.send(ctx.run_context.contract.by_id["get_state"], OperationRequest(SOME))
        ctx.expect(False, expected="200", received="500", exchange=exchange)

    outcome = run_declared(run, respond)
    assert outcome.verdict == Verdict.FAIL
    assert [each.check for each in outcome.findings] == ["threads.example"]


def test_missing_prerequisite_blocks_the_check_without_a_request(run_declared, threads):
    def run(ctx):
        ctx.call("create_thread", body={})

    outcome = run_declared(run, threads, survey=Survey({"create_thread": Offer("missing")}))
    assert (outcome.verdict, outcome.findings, threads.requests) == (Verdict.BLOCKED, (), [])
    assert outcome.reason == "blocked by shape.operation_exists on POST /threads: the target lacks it"
    assert outcome.blocked_by == (Blocker("shape.operation_exists", "create_thread"),)


def test_check_cut_short_by_max_time_is_incomplete(run_declared):
    def run(_):
        raise OutOfTime

    assert run_declared(run).verdict == Verdict.INCOMPLETE

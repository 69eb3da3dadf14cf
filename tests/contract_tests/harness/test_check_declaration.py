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
def conduct(run_context_of, contract):
    def conducted(run, response=unknown, operation="get_thread", identities=({},), survey=NO_SURVEY, **facts):
        made = check("threads.example", operation=operation, tier=1, **facts)(run)
        run_context = run_context_of(response, identities, graphs=Graphs(survey=survey))
        return run_check(made, run_context, contract.by_id[operation])

    return conducted


def ask(ctx):
    return ctx.call("get_thread", path=SOME)


def test_a_rule_that_holds_passes(conduct):
    assert conduct(ask).verdict == Verdict.PASS


def test_failed_check_is_a_complete_finding(conduct):
    def run(ctx):
        ctx.expect(False, expected="200", received="404", exchange=ask(ctx), pointer="/x")

    outcome = conduct(run, level="should")
    (finding,) = outcome.findings
    assert outcome.verdict == Verdict.FAIL
    assert finding.key == ("threads.example", "get_thread", "/x")
    assert (finding.level, finding.expected, finding.received) == ("should", "200", "404")
    assert (
        finding.requirement
        == "Tests of rules: each try ends with one verdict, even when something fails on the way."
    )
    assert finding.replay == (f"curl -sS -i http://target/threads/{SOME['thread_id']}",)


def test_a_rule_holds_or_not_whatever_else_is_wrong_with_the_answers(conduct):
    def refused(_):
        return httpx.Response(404, text="unknown")

    def wanting(status):
        def run(ctx):
            exchange = ask(ctx)
            ctx.expect(
                exchange.status == status, expected=str(status), received=exchange.summary, exchange=exchange
            )

        return run

    holding, broken = conduct(wanting(404), refused), conduct(wanting(409), refused)
    assert (holding.verdict, broken.verdict) == (Verdict.PASS, Verdict.FAIL)
    assert [each.check for each in holding.findings] == ["shape.content_type"]
    assert [each.check for each in broken.findings] == ["threads.example", "shape.content_type"]


def stumbling(ctx):
    ask(ctx).json["detail"]


def missing(ctx):
    exchange = ask(ctx)
    ctx.expect("detail" in exchange.json, expected="a detail", received="none", exchange=exchange)


@pytest.mark.parametrize("run", [stumbling, missing])
def test_a_rule_that_ends_at_what_is_wrong_with_an_answer_is_not_testable(conduct, run):
    outcome = conduct(run, lambda _: httpx.Response(404, json={"error": "unknown"}))
    assert outcome.verdict == Verdict.BLOCKED
    assert [each.check for each in outcome.findings] == ["shape.body"]


def test_an_answer_of_the_wrong_shape_is_a_finding_but_not_the_rule_s(conduct):
    outcome = conduct(ask, lambda _: httpx.Response(500))
    assert outcome.verdict == Verdict.BLOCKED
    (finding,) = outcome.findings
    assert (finding.check, finding.operation) == ("shape.server_error", "get_thread")
    assert finding.requirement.endswith(" #/paths/~1threads~1{thread_id}/get")


@pytest.mark.parametrize(
    ("end", "verdict", "reason"),
    [
        (Blocked, "blocked", "there is no way (GET /threads/<id> -> 404)"),
        (NotOffered, "not offered", "there is no way"),
    ],
)
def test_a_rule_that_can_not_be_tried_is_not_green(conduct, end, verdict, reason):
    def run(ctx):
        raise end("there is no way", ask(ctx))

    outcome = conduct(run)
    assert (outcome.verdict, outcome.reason) == (verdict, reason)


def test_a_rule_about_two_owners_is_skipped_with_one(conduct):
    outcome = conduct(ask, identities=({},), feature=None)
    assert outcome.verdict == Verdict.PASS
    made = check("threads.example", operation="get_thread", tier=1, identities=2)(ask)
    assert made.identities == 2


def test_missing_second_identity_is_the_reason(run_context_of, contract):
    made = check("threads.example", operation="get_thread", tier=1, identities=2)(ask)
    outcome = run_check(made, run_context_of(unknown, ({},)), contract.by_id["get_thread"])
    assert (outcome.verdict, outcome.reason) == (Verdict.SKIP, "requires a second identity (--other-header)")
    assert not outcome.exchanges


def test_a_feature_that_the_target_lacks_is_not_offered(conduct, threads):
    def run(ctx):
        raise AssertionError("not to be tried")

    survey = Survey({"get_thread_storage": Offer("missing")})
    outcome = conduct(run, threads, operation="get_thread_storage", feature="storage", survey=survey)
    assert outcome.verdict == Verdict.NOT_OFFERED


def test_a_mistake_of_our_own_is_an_error_and_no_finding(conduct):
    outcome = conduct(lambda ctx: ctx.call("get_thread", path={"thread_id": "zzz"}))
    assert outcome.verdict == Verdict.ERROR
    assert "InvalidRequest" in outcome.reason
    assert conduct(lambda _: {}["nothing"]).verdict == Verdict.ERROR


def test_a_target_that_is_gone_ends_everything(conduct):
    def gone(_):
        raise httpx.ConnectError("refused")

    with pytest.raises(Unreachable):
        conduct(ask, gone)


def test_rules_are_found_where_they_are_written_in_the_order_of_their_ids():
    found = discover(checks)
    ids = [each.id for each in found]
    assert ids == sorted(set(ids))
    for each in found:
        area, rest = each.id.split(".", 1)
        assert each.source == f"contract_tests.checks.{area}.{rest.replace('.', '_')}"
        assert each.sentence.endswith(".")


def test_a_package_without_rules_has_none():
    empty = ModuleType("empty")
    empty.__path__ = []
    assert discover(empty) == ()


def test_a_finding_stands_whatever_else_the_target_lacks(conduct):
    """The target does not offer creation, but its state operation answers 500, which is a finding."""

    def answer(request):
        return httpx.Response(500 if request.url.path.endswith("/state") else 404)

    def run(ctx):
        ctx.send(ctx.run_context.contract.by_id["create_thread"], OperationRequest(body={}))
        exchange = ctx.send(ctx.run_context.contract.by_id["get_state"], OperationRequest(SOME))
        ctx.expect(False, expected="200", received="500", exchange=exchange)

    outcome = conduct(run, answer)
    assert outcome.verdict == Verdict.FAIL
    assert [each.check for each in outcome.findings] == ["threads.example"]


def test_missing_prerequisite_blocks_the_check_without_a_request(conduct, threads):
    def run(ctx):
        ctx.call("create_thread", body={})

    outcome = conduct(run, threads, survey=Survey({"create_thread": Offer("missing")}))
    assert (outcome.verdict, outcome.findings, threads.requests) == (Verdict.BLOCKED, (), [])
    assert outcome.reason == "blocked by shape.operation_exists on POST /threads: the target lacks it"
    assert outcome.blocked_by == (Blocker("shape.operation_exists", "create_thread"),)


def test_check_cut_short_by_max_time_is_incomplete(conduct):
    def run(_):
        raise OutOfTime

    assert conduct(run).verdict == Verdict.INCOMPLETE

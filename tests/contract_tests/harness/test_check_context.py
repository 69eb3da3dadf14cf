"""Tests of check contexts: they send valid requests, validate responses, and remove what they created."""

import json

import httpx
import pytest

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import stateful_thread
from contract_tests.client.exchange import NO_RESPONSE
from contract_tests.client.operation_request import OperationRequest
from contract_tests.findings.finding import (
    Blocked,
    InvalidRequest,
    InvalidResponse,
    RequestRefused,
    RequirementNotMet,
    Skipped,
    Violation,
)
from contract_tests.findings.survey import Survey
from contract_tests.harness.finding_builder import FindingBuilder
from contract_tests.harness.graphs import Graphs

SOME = {"thread_id": "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11"}


def unknown(_):
    return httpx.Response(404, json={"detail": "unknown"})


def test_an_invalid_request_of_a_check_is_not_sent(context_on):
    request = []
    with context_on(request.append) as ctx, pytest.raises(InvalidRequest, match="get_thread"):
        ctx.call("get_thread", path={"thread_id": "zzz"})
    assert not request


def test_a_deliberately_invalid_request_is_sent(context_on):
    with context_on(lambda _: httpx.Response(422, json={"detail": "zzz"})) as ctx:
        assert ctx.call("get_thread", path={"thread_id": "zzz"}, valid=False).status == 422


def test_an_invalid_response_is_recorded_and_the_check_continues(context_on):
    ctx = context_on(lambda _: httpx.Response(404, json={"error": "unknown"}))
    assert ctx.call("get_thread", path=SOME).status == 404
    assert ctx.call("get_thread", path=SOME).status == 404
    (finding,) = FindingBuilder(ctx).invalid_response
    assert (finding.check, finding.operation) == ("shape.body", "get_thread")


def test_a_missing_response_is_an_invalid_response(context_on):
    def silent(_):
        raise httpx.ReadError("reset")

    with context_on(silent) as ctx, pytest.raises(InvalidResponse) as ended:
        ctx.call("get_thread", path=SOME)
    assert ctx.exchanges[0].status == NO_RESPONSE
    assert [each.check for each in ended.value.violations] == ["shape.server_error"]


def test_a_request_outside_the_contract_only_needs_a_response(context_on):
    with context_on(lambda _: httpx.Response(418)) as ctx:
        assert ctx.raw("BREW", "/pot", content="milk").status == 418
    with context_on(lambda _: httpx.Response(500)) as ctx, pytest.raises(InvalidResponse):
        ctx.raw("BREW", "/pot")


def test_a_prerequisite_that_fails_blocks_the_check(context_on):
    with context_on(unknown) as ctx:
        exchange = ctx.call("get_thread", path=SOME)
        assert ctx.need(exchange, 404) is exchange
        with pytest.raises(RequestRefused, match="a valid request was rejected: 404"):
            ctx.need(exchange)
        with pytest.raises(Blocked, match="did not return 200 or 204"):
            ctx.need(exchange, 200, 204)


def test_a_failed_expectation_fails_the_check(context_on):
    with context_on(unknown) as ctx:
        exchange = ctx.call("get_thread", path=SOME)
        ctx.expect(True, expected="this", received="this", exchange=exchange)
        with pytest.raises(RequirementNotMet, match="expected this, received that"):
            ctx.expect(False, expected="this", received="that", exchange=exchange)


def test_ids_repeat_with_the_seed_and_differ_between_checks(context_on):
    def first_id(**more):
        return context_on(unknown, **more).new_id()

    assert first_id(seed=1) == first_id(seed=1)
    assert first_id(seed=1) != first_id(seed=2)
    assert first_id(name="threads.one") != first_id(name="threads.two")


def test_a_thread_has_the_mark_of_its_check(context_on, threads):
    with context_on(threads) as ctx:
        thread = create_thread(ctx, metadata={"graph_id": "agent"})
        assert thread["metadata"] == {"graph_id": "agent", **ctx.mark}


def test_created_resources_are_removed(context_on, threads):
    with context_on(threads) as ctx:
        create_thread(ctx)
        create_thread(ctx, other=True)
        assert len(threads.kept) == 2
    assert not threads.kept
    assert not ctx.run_context.cleanup.remaining()


def test_created_resources_are_removed_after_an_interrupt(context_on, threads):
    def interrupted(ctx):
        with ctx:
            create_thread(ctx)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted(context_on(threads))
    assert not threads.kept


def test_unintended_resources_are_removed(context_on, threads):
    with context_on(threads) as ctx:
        ctx.call("create_thread", body={"thread_id": SOME["thread_id"], "if_exists": 1}, valid=False)
        ctx.raw("POST", "/threads", content='{"thread_id": "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a12"}')
        assert len(threads.kept) == 2
    assert not threads.kept


def test_resources_of_failed_requests_are_removed(context_on, threads):
    def fails_but_creates(request):
        response = threads(request)
        return httpx.Response(400, json={"detail": "no"}) if request.method == "POST" else response

    with context_on(fails_but_creates) as ctx:
        with pytest.raises(RequestRefused):
            create_thread(ctx)
        assert threads.kept
    assert not threads.kept


@pytest.mark.parametrize("status", [302, 401, 403, 404])
def test_rejected_stranger_leaves_no_pending_cleanup(context_on, status):
    turned_away = httpx.Response(status, json={"detail": "no"})
    with context_on(lambda _: turned_away, operation="create_thread") as ctx:
        ctx.send(ctx.operation, OperationRequest(body={"thread_id": ctx.new_id()}), owner="nobody")
    assert not ctx.run_context.cleanup.remaining()


def test_existing_thread_is_never_removed(context_on, threads):
    """A conflict means that the id already existed; only ids that we generated are ours."""
    threads.kept[SOME["thread_id"]] = {"thread_id": SOME["thread_id"]}
    with context_on(threads) as ctx:
        ctx.call("create_thread", body=SOME)
    assert threads.kept


def test_two_runs_with_one_seed_share_neither_ids_nor_marks(context_on, threads):
    one, two = (context_on(threads, seed=3, run=run) for run in ("111111111111", "222222222222"))
    assert one.new_id() != two.new_id()
    assert one.mark != two.mark
    create_thread(one)
    create_thread(two)
    assert len(threads.kept) == 2
    with one:
        pass
    assert len(threads.kept) == 1


@pytest.mark.parametrize("size", [24, 25, 30, 36])
def test_findings_are_equal_in_all_runs(context_on, size):
    def shown(run):
        ctx = context_on(unknown, seed=3, run=run)
        own = ctx.new_id()
        texts = (own, own.upper(), own.replace("-", ""), f"{own[:size]}…", json.dumps(ctx.mark))
        return [FindingBuilder(ctx).repeatable(text) for text in texts]

    assert shown("123456789012") == shown("987654321098")


def test_a_finding_and_its_replay_are_the_same_in_any_run(context_on, contract):
    def make_finding(run):
        ctx = context_on(unknown, seed=3, run=run)
        exchange = ctx.call("get_thread", path={"thread_id": ctx.new_id()})
        violation = Violation("threads.x", "x", exchange.summary, "x", f"/{ctx.new_id()}")
        return FindingBuilder(ctx).finding(violation, exchange, contract.by_id["get_thread"])

    assert make_finding("123456789012") == make_finding("987654321098")


ITEM = {"namespace": ["a"], "key": "k", "value": {"colour": "red"}}


@pytest.mark.parametrize(("other", "owner"), [(False, "alice"), (True, "bob")])
def test_items_have_the_fields_by_which_their_owner_finds_them(context_on, other, owner):
    sent = []

    def respond(request):
        sent.append(json.loads(request.content or b"null"))
        return httpx.Response(204)

    fields = {"first": {"owner": "alice"}, "other": {"owner": "bob"}}
    with context_on(respond, graphs=Graphs(survey=Survey(item_fields=fields))) as ctx:
        ctx.call("put_item", body=ITEM, other=other)
    assert sent[0]["value"] == {"owner": owner, "colour": "red"}


def get(ctx, thread_id, *, valid=False):
    ctx.call("get_thread", path={"thread_id": thread_id}, valid=valid)


def post(ctx, content):
    ctx.raw("POST", "/threads", content=content, operation_id="create_thread")


@pytest.mark.parametrize(
    ("send", "status", "level"),
    [
        (lambda ctx: get(ctx, "zzz"), 400, "should"),
        (lambda ctx: get(ctx, "zzz"), 302, "must"),
        (lambda ctx: get(ctx, ctx.new_id(), valid=True), 400, "must"),
        (lambda ctx: post(ctx, "{"), 418, "should"),
        (lambda ctx: post(ctx, ""), 418, "should"),
        (lambda ctx: post(ctx, "[]"), 418, "should"),
        (lambda ctx: post(ctx, "{}"), 418, "must"),
    ],
)
def test_another_rejection_of_an_invalid_request_breaks_no_must(context_on, send, status, level):
    ctx = context_on(lambda _: httpx.Response(status, json={"detail": "no"}))
    send(ctx)
    (finding,) = FindingBuilder(ctx).invalid_response
    assert (finding.check, finding.level) == ("shape.status", level)


@pytest.mark.parametrize(("is_valid", "level"), [(True, "must"), (False, "should")])
def test_body_in_response_to_an_invalid_request_breaks_no_must(context_on, is_valid, level):
    ctx = context_on(lambda _: httpx.Response(200, json={}))
    get(ctx, ctx.new_id() if is_valid else "zzz", valid=is_valid)
    assert {(each.check, each.level) for each in FindingBuilder(ctx).invalid_response} == {
        ("shape.body", level)
    }


def test_server_error_of_an_invalid_request_breaks_a_must(context_on):
    ctx = context_on(lambda _: httpx.Response(500))
    with pytest.raises(InvalidResponse):
        get(ctx, "zzz")
    assert [each.level for each in FindingBuilder(ctx).invalid_response] == ["must"]


def test_ids_of_two_runs_have_the_same_order(context_on):
    def order(run):
        ctx = context_on(unknown, seed=3, run=run)
        ids = [ctx.new_id() for _ in range(9)]
        return [ids.index(each) for each in sorted(ids)]

    assert order("123456789012") == order("987654321098")


def test_malformed_ids_of_two_runs_are_equal_and_those_of_two_requests_are_not(context_on):
    def malformed(run):
        ctx = context_on(unknown, seed=3, run=run)
        return [ctx.malformed_id() for _ in range(9)]

    assert malformed("123456789012") == malformed("987654321098")
    assert len(set(malformed("123456789012"))) == 9


def test_check_of_states_is_skipped_if_the_graph_keeps_no_messages(context_on, threads):
    def forgetful(request):
        if not request.url.path.endswith("/state"):
            return threads(request)
        empty = {"values": {}, "next": [], "checkpoint": {}, "metadata": {}, "created_at": None}
        return httpx.Response(200, json=empty)

    with context_on(forgetful) as ctx, pytest.raises(Skipped, match="keeps `messages`"):
        stateful_thread(ctx)


def test_values_of_the_target_are_omitted(context_on):
    ctx = context_on(unknown)
    own = ctx.new_id()
    text = f"{own} and {SOME['thread_id']} at 2026-11-23T05:56:47.629884+00:00"
    assert FindingBuilder(ctx).repeatable(text) == f"{own} and <id> at <time>"

"""Tests of trials: they send valid requests, validate responses, and remove what they created."""

import json

import httpx
import pytest

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import stateful_thread
from contract_tests.client.exchange import NO_ANSWER
from contract_tests.findings.finding import Broken, InvalidRequest, Misshapen, NotTestable, Violation
from contract_tests.harness.finding_builder import FindingBuilder

SOME = {"thread_id": "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11"}


def unknown(_):
    return httpx.Response(404, json={"detail": "unknown"})


def test_an_invalid_request_of_our_own_is_not_sent(trial_on):
    asked = []
    with trial_on(asked.append) as trial, pytest.raises(InvalidRequest, match="get_thread"):
        trial.call("get_thread", path={"thread_id": "zzz"})
    assert not asked


def test_unless_it_is_invalid_on_purpose(trial_on):
    with trial_on(lambda _: httpx.Response(422, json={"detail": "zzz"})) as trial:
        assert trial.call("get_thread", path={"thread_id": "zzz"}, valid=False).status == 422


def test_an_answer_of_the_wrong_shape_is_remembered_and_the_trial_goes_on(trial_on):
    trial = trial_on(lambda _: httpx.Response(404, json={"error": "unknown"}))
    assert trial.call("get_thread", path=SOME).status == 404
    assert trial.call("get_thread", path=SOME).status == 404
    (finding,) = FindingBuilder(trial).misshapen
    assert (finding.check, finding.operation) == ("shape.body", "get_thread")


def test_silence_is_an_answer_of_the_wrong_shape(trial_on):
    def silent(_):
        raise httpx.ReadError("reset")

    with trial_on(silent) as trial, pytest.raises(Misshapen) as ended:
        trial.call("get_thread", path=SOME)
    assert trial.exchanges[0].status == NO_ANSWER
    assert [each.check for each in ended.value.violations] == ["shape.server_error"]


def test_a_request_outside_the_contract_is_held_only_to_be_answered(trial_on):
    with trial_on(lambda _: httpx.Response(418)) as trial:
        assert trial.raw("BREW", "/pot", content="milk").status == 418
    with trial_on(lambda _: httpx.Response(500)) as trial, pytest.raises(Misshapen):
        trial.raw("BREW", "/pot")


def test_a_prerequisite_that_fails_makes_the_rule_not_testable(trial_on):
    with trial_on(unknown) as trial:
        exchange = trial.call("get_thread", path=SOME)
        assert trial.need(exchange, 404) is exchange
        with pytest.raises(NotTestable, match="did not answer success"):
            trial.need(exchange)
        with pytest.raises(NotTestable, match="did not answer 200 or 204"):
            trial.need(exchange, 200, 204)


def test_a_rule_that_does_not_hold_is_broken(trial_on):
    with trial_on(unknown) as trial:
        exchange = trial.call("get_thread", path=SOME)
        trial.expect(True, expected="this", received="this", exchange=exchange)
        with pytest.raises(Broken, match="expected this, received that"):
            trial.expect(False, expected="this", received="that", exchange=exchange)


def test_ids_repeat_with_the_seed_and_differ_between_rules(trial_on):
    def first_id(**more):
        return trial_on(unknown, **more).new_id()

    assert first_id(seed=1) == first_id(seed=1)
    assert first_id(seed=1) != first_id(seed=2)
    assert first_id(name="threads.one") != first_id(name="threads.two")


def test_a_thread_carries_the_mark_of_its_trial(trial_on, threads):
    with trial_on(threads) as trial:
        thread = create_thread(trial, metadata={"graph_id": "agent"})
        assert thread["metadata"] == {"graph_id": "agent", **trial.mark}


def test_created_resources_are_removed(trial_on, threads):
    with trial_on(threads) as trial:
        create_thread(trial)
        create_thread(trial, other=True)
        assert len(threads.kept) == 2
    assert not threads.kept
    assert not trial.setting.footprint.remaining()


def test_also_when_the_trial_is_interrupted(trial_on, threads):
    def interrupted(trial):
        with trial:
            create_thread(trial)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted(trial_on(threads))
    assert not threads.kept


def test_also_what_was_not_meant_to_be_created(trial_on, threads):
    with trial_on(threads) as trial:
        trial.call("create_thread", body={"thread_id": SOME["thread_id"], "if_exists": 1}, valid=False)
        trial.raw("POST", "/threads", content='{"thread_id": "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a12"}')
        assert len(threads.kept) == 2
    assert not threads.kept


def test_also_what_a_failed_request_left_behind(trial_on, threads):
    def fails_but_creates(request):
        answer = threads(request)
        return httpx.Response(400, json={"detail": "no"}) if request.method == "POST" else answer

    with trial_on(fails_but_creates) as trial:
        with pytest.raises(NotTestable):
            create_thread(trial)
        assert threads.kept
    assert not threads.kept


def test_but_never_the_thread_of_somebody_else(trial_on, threads):
    """A conflict means that the id already existed; only ids that we generated are ours."""
    threads.kept[SOME["thread_id"]] = {"thread_id": SOME["thread_id"]}
    with trial_on(threads) as trial:
        trial.call("create_thread", body=SOME)
    assert threads.kept


def test_two_runs_with_one_seed_share_neither_ids_nor_marks(trial_on, threads):
    one, two = (trial_on(threads, seed=3, run=run) for run in ("111111111111", "222222222222"))
    assert one.new_id() != two.new_id()
    assert one.mark != two.mark
    create_thread(one)
    create_thread(two)
    assert len(threads.kept) == 2
    with one:
        pass
    assert len(threads.kept) == 1


@pytest.mark.parametrize("size", [24, 25, 30, 36])
def test_findings_are_equal_in_all_runs(trial_on, size):
    def shown(run):
        trial = trial_on(unknown, seed=3, run=run)
        own = trial.new_id()
        texts = (own, own.upper(), own.replace("-", ""), f"{own[:size]}…", json.dumps(trial.mark))
        return [FindingBuilder(trial).repeatable(text) for text in texts]

    assert shown("123456789012") == shown("987654321098")


def test_a_finding_and_its_replay_are_the_same_in_any_run(trial_on, contract):
    def found(run):
        trial = trial_on(unknown, seed=3, run=run)
        exchange = trial.call("get_thread", path={"thread_id": trial.new_id()})
        violation = Violation("threads.x", "x", exchange.summary, "x", f"/{trial.new_id()}")
        return FindingBuilder(trial).finding(violation, exchange, contract.by_id["get_thread"])

    assert found("123456789012") == found("987654321098")


def test_ids_of_two_runs_have_the_same_order(trial_on):
    def order(run):
        trial = trial_on(unknown, seed=3, run=run)
        ids = [trial.new_id() for _ in range(9)]
        return [ids.index(each) for each in sorted(ids)]

    assert order("123456789012") == order("987654321098")


def test_a_graph_that_keeps_no_messages_makes_states_not_testable(trial_on, threads):
    def forgetful(request):
        if not request.url.path.endswith("/state"):
            return threads(request)
        empty = {"values": {}, "next": [], "checkpoint": {}, "metadata": {}, "created_at": None}
        return httpx.Response(200, json=empty)

    with trial_on(forgetful) as trial, pytest.raises(NotTestable, match="keeps no messages"):
        stateful_thread(trial)


def test_values_of_the_target_are_omitted(trial_on):
    trial = trial_on(unknown)
    own = trial.new_id()
    said = f"{own} and {SOME['thread_id']} at 2026-11-23T05:56:47.629884+00:00"
    assert FindingBuilder(trial).repeatable(said) == f"{own} and <id> at <time>"

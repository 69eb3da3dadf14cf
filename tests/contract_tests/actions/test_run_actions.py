"""Tests of the run actions: read streams, wait for runs, and stop the runs that a check started."""

import json
import time

import httpx
import pytest

from contract_tests.actions.runs import create_run, finished
from contract_tests.findings.finding import NotTestable
from contract_tests.harness.finding_builder import FindingBuilder
from contract_tests.harness.polling import eventually
from patience import PATIENCE

THREAD_ID = "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11"
RUN_ID = "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a12"
PATH = {"thread_id": THREAD_ID}
RUN = f"/threads/{THREAD_ID}/runs/{RUN_ID}"
LOCATED = {"content-location": RUN, "location": f"{RUN}/stream"}
EVENTS = (
    f'event: metadata\ndata: {{"run_id": "{RUN_ID}", "attempt": 1}}\n\n'
    'event: values\ndata: {"step": 1}\n\nevent: values\ndata: {"step": 2}\n\n'
)


class Runs:
    """A target that runs one run and records the requests it receives."""

    def __init__(self, events=EVENTS, statuses=("success",)):
        self.events = events
        self.statuses = list(statuses)
        self.asked = []

    def __call__(self, request):
        self.asked.append(f"{request.method} {request.url.path}")
        path = request.url.path
        if path == "/assistants/search":
            return httpx.Response(200, json=[{"graph_id": "agent"}])
        if path.endswith("/stream"):
            head = {"content-type": "text/event-stream", **LOCATED}
            return httpx.Response(200, headers=head, content=self.events.encode())
        if path.endswith("/join"):
            return httpx.Response(200, headers=LOCATED, json={})
        if path.endswith("/cancel"):
            return httpx.Response(200, json={})
        return httpx.Response(200, headers=LOCATED, json=self.run())

    def run(self):
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        now = "2026-01-01T00:00:00+00:00"
        ids = {"thread_id": THREAD_ID, "run_id": RUN_ID, "assistant_id": RUN_ID}
        more = {"metadata": {}, "kwargs": {}, "multitask_strategy": "enqueue"}
        return {**ids, **more, "created_at": now, "updated_at": now, "status": status}


def stream(trial, **more):
    return trial.stream("stream_thread_run", path=PATH, body={"assistant_id": "agent"}, **more)


def reading(trial):
    return trial.reading("stream_thread_run", path=PATH, body={"assistant_id": "agent"})


def test_stream_is_read_to_its_end(trial_on):
    with trial_on(Runs()) as trial:
        exchange = stream(trial)
    assert (exchange.names, exchange.is_complete) == (("metadata", "values", "values"), True)


def test_or_until_an_event_that_is_waited_for(trial_on):
    with trial_on(Runs()) as trial:
        exchange = stream(trial, until=lambda event: event.data == {"step": 1})
    assert (exchange.names, exchange.is_complete) == (("metadata", "values"), False)


def test_a_stream_is_read_while_other_requests_go_on(trial_on):
    target = Runs()
    with trial_on(target) as trial:
        with reading(trial) as reader:
            assert reader.next().name == "metadata"
            create_run(trial, THREAD_ID)
            assert len(reader.rest()) == 2
        assert [each.operation_id for each in trial.exchanges] == ["stream_thread_run", "create_thread_run"]
        assert trial.exchanges[0].names == ("metadata", "values", "values")


def test_a_stream_that_breaks_its_grammar_is_remembered(trial_on):
    with trial_on(Runs("event: values\ndata: {}\n\n")) as trial:
        stream(trial)
    assert {each.check for each in FindingBuilder(trial).misshapen} == {"shape.stream"}


def test_also_one_that_answers_an_ordinary_call(trial_on):
    with trial_on(Runs("event: values\ndata: {}\n\n")) as trial:
        trial.call("stream_thread_run", path=PATH, body={"assistant_id": "agent"})
    assert {each.check for each in FindingBuilder(trial).misshapen} == {"shape.stream"}


def test_a_refusal_in_place_of_a_stream_has_no_events(trial_on):
    with trial_on(lambda _: httpx.Response(404, json={"detail": "unknown"})) as trial:
        exchange = trial.stream("stream_thread", path=PATH)
    assert (exchange.status, exchange.events) == (404, ())


def test_a_run_is_of_the_assistant_and_carries_the_mark(trial_on):
    with trial_on(Runs()) as trial:
        create_run(trial, THREAD_ID, metadata={"more": 1})
        asked = trial.exchanges[-1].request.body.decode()
    assert '"assistant_id": "agent"' in asked
    assert f'"more": 1, {json.dumps(trial.mark)[1:-1]}' in asked


def test_a_run_that_was_not_seen_to_end_is_stopped(trial_on):
    target = Runs()
    with trial_on(target) as trial:
        create_run(trial, THREAD_ID)
    assert target.asked[-1] == f"POST {RUN}/cancel"
    assert not trial.setting.footprint.remaining()


def test_also_one_whose_stream_we_left(trial_on):
    target = Runs()
    with trial_on(target) as trial, reading(trial):
        assert (RUN, "first") in trial.setting.footprint.remaining()
    assert target.asked[-1] == f"POST {RUN}/cancel"


def test_one_that_has_ended_is_not(trial_on):
    target = Runs()
    with trial_on(target) as trial:
        stream(trial)
        create_run(trial, THREAD_ID)
        assert finished(trial, THREAD_ID, RUN_ID)["status"] == "success"
    assert not [asked for asked in target.asked if asked.endswith("/cancel")]


def test_a_run_that_can_not_be_followed_makes_the_rule_not_testable(trial_on):
    with trial_on(lambda _: httpx.Response(404, json={"detail": "no"})) as trial, pytest.raises(NotTestable):
        finished(trial, THREAD_ID, RUN_ID)


def read(trial):
    return lambda: trial.call("get_thread_run", path={**PATH, "run_id": RUN_ID})


def test_pending_states_are_polled(trial_on):
    target = Runs(statuses=["pending", "running", "success"])
    with trial_on(target) as trial:
        seen = eventually(trial, read(trial), lambda exchange: exchange.json["status"] == "success")
        assert (seen.json["status"], len(target.asked)) == ("success", 3)


def test_however_often_it_was_looked_at_the_report_is_the_same(trial_on):
    with trial_on(Runs(statuses=["pending", "running", "success"])) as trial:
        create_run(trial, THREAD_ID)
        eventually(trial, read(trial), lambda exchange: exchange.json["status"] == "success")
        assert [each.operation_id for each in trial.exchanges] == ["create_thread_run", "get_thread_run"]


def test_less_patience_for_a_target_that_is_near(trial_on):
    with trial_on(Runs(statuses=["pending"]), patience=0.0) as trial:
        eventually(
            trial, read(trial), lambda exchange: exchange.json["status"] == "success", at_most=PATIENCE
        )
        assert len(trial.exchanges) == 1


def test_but_not_for_ever(trial_on):
    with trial_on(Runs(statuses=["pending"])) as trial:
        started = time.monotonic()
        seen = eventually(
            trial, read(trial), lambda exchange: exchange.json["status"] == "success", at_most=0.1
        )
        assert seen.json["status"] == "pending"
        assert time.monotonic() - started >= 0.1

"""Tests of the run actions: read streams, wait for runs, and stop the runs that a check started."""

import json
import time

import httpx
import pytest

from contract_tests.actions.runs import create_run, finished, list_runs, need_background_runs, running_run
from contract_tests.findings.finding import Blocked, Blocker, RequestRefused
from contract_tests.findings.survey import Survey
from contract_tests.harness.finding_builder import FindingBuilder
from contract_tests.harness.graphs import Graphs
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
        self.requests = []

    def __call__(self, request):
        self.requests.append(f"{request.method} {request.url.path}")
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


def stream(ctx, **more):
    return ctx.stream("stream_thread_run", path=PATH, body={"assistant_id": "agent"}, **more)


def reading(ctx):
    return ctx.open_stream("stream_thread_run", path=PATH, body={"assistant_id": "agent"})


def test_stream_is_read_to_its_end(context_on):
    with context_on(Runs()) as ctx:
        exchange = stream(ctx)
    assert (exchange.names, exchange.is_complete) == (("metadata", "values", "values"), True)


def test_stream_is_read_until_the_awaited_event(context_on):
    with context_on(Runs()) as ctx:
        exchange = stream(ctx, until=lambda event: event.data == {"step": 1})
    assert (exchange.names, exchange.is_complete) == (("metadata", "values"), False)


def test_a_stream_is_read_while_other_requests_are_sent(context_on):
    target = Runs()
    with context_on(target) as ctx:
        with reading(ctx) as reader:
            assert reader.next().name == "metadata"
            create_run(ctx, THREAD_ID)
            assert len(reader.read_until()) == 2
        assert [each.operation_id for each in ctx.exchanges] == ["stream_thread_run", "create_thread_run"]
        assert ctx.exchanges[0].names == ("metadata", "values", "values")


def test_invalid_stream_is_recorded(context_on):
    with context_on(Runs("event: values\ndata: {}\n\n")) as ctx:
        stream(ctx)
    assert {each.check for each in FindingBuilder(ctx).invalid_response} == {"shape.stream"}


def test_invalid_stream_of_an_ordinary_call_is_recorded(context_on):
    with context_on(Runs("event: values\ndata: {}\n\n")) as ctx:
        ctx.call("stream_thread_run", path=PATH, body={"assistant_id": "agent"})
    assert {each.check for each in FindingBuilder(ctx).invalid_response} == {"shape.stream"}


def test_an_error_in_place_of_a_stream_has_no_events(context_on):
    with context_on(lambda _: httpx.Response(404, json={"detail": "unknown"})) as ctx:
        exchange = ctx.stream("stream_thread", path=PATH)
    assert (exchange.status, exchange.events) == (404, ())


def test_a_run_is_of_the_assistant_and_carries_the_mark(context_on):
    with context_on(Runs()) as ctx:
        create_run(ctx, THREAD_ID, metadata={"more": 1})
        request = ctx.exchanges[-1].request.body.decode()
    assert '"assistant_id": "agent"' in request
    assert f'"more": 1, {json.dumps(ctx.mark)[1:-1]}' in request


def test_unfinished_run_is_cancelled(context_on):
    target = Runs()
    with context_on(target) as ctx:
        create_run(ctx, THREAD_ID)
    assert target.requests[-1] == f"POST {RUN}/cancel"
    assert not ctx.run_context.cleanup.remaining()


def test_run_is_cancelled_if_its_stream_was_left(context_on):
    target = Runs()
    with context_on(target) as ctx, reading(ctx):
        assert (RUN, "first") in ctx.run_context.cleanup.remaining()
    assert target.requests[-1] == f"POST {RUN}/cancel"


def test_finished_run_is_not_cancelled(context_on):
    target = Runs()
    with context_on(target) as ctx:
        stream(ctx)
        create_run(ctx, THREAD_ID)
        assert finished(ctx, THREAD_ID, RUN_ID)["status"] == "success"
    assert not [request for request in target.requests if request.endswith("/cancel")]


def test_a_run_that_cannot_be_joined_blocks_the_check(context_on):
    with (
        context_on(lambda _: httpx.Response(404, json={"detail": "no"})) as ctx,
        pytest.raises(RequestRefused),
    ):
        finished(ctx, THREAD_ID, RUN_ID)


def test_a_run_that_is_joined_too_early_is_awaited(context_on):
    with context_on(Runs(statuses=["running", "success"])) as ctx:
        assert finished(ctx, THREAD_ID, RUN_ID)["status"] == "success"


def read(ctx):
    return lambda: ctx.call("get_thread_run", path={**PATH, "run_id": RUN_ID})


def test_pending_states_are_polled(context_on):
    target = Runs(statuses=["pending", "running", "success"])
    with context_on(target) as ctx:
        seen = eventually(ctx, read(ctx), lambda exchange: exchange.json["status"] == "success")
        assert (seen.json["status"], len(target.requests)) == ("success", 3)


def test_report_does_not_depend_on_the_number_of_polls(context_on):
    with context_on(Runs(statuses=["pending", "running", "success"])) as ctx:
        create_run(ctx, THREAD_ID)
        eventually(ctx, read(ctx), lambda exchange: exchange.json["status"] == "success")
        assert [each.operation_id for each in ctx.exchanges] == ["create_thread_run", "get_thread_run"]


def test_near_target_is_polled_once(context_on):
    with context_on(Runs(statuses=["pending"]), patience=0.0) as ctx:
        eventually(ctx, read(ctx), lambda exchange: exchange.json["status"] == "success", at_most=PATIENCE)
        assert len(ctx.exchanges) == 1


def test_polling_stops_at_its_limit(context_on):
    with context_on(Runs(statuses=["pending"])) as ctx:
        started = time.monotonic()
        seen = eventually(ctx, read(ctx), lambda exchange: exchange.json["status"] == "success", at_most=0.1)
        assert seen.json["status"] == "pending"
        assert time.monotonic() - started >= 0.1


def test_steps_that_need_background_runs_are_blocked(context_on):
    graphs = Graphs(survey=Survey(runs_in_background=False))
    with context_on(Runs(), graphs=graphs) as ctx:
        for need in (lambda: finished(ctx, THREAD_ID, RUN_ID), lambda: running_run(ctx, THREAD_ID)):
            with pytest.raises(Blocked, match=r"runs\.create\.success"):
                need()


def test_runs_of_other_threads_in_a_list_block_the_check(context_on):
    own = Runs().run()
    foreign = {**own, "thread_id": RUN_ID}

    def lists(request):
        return httpx.Response(200, json=[own, foreign] if request.method == "GET" else own)

    with context_on(lists) as ctx, pytest.raises(Blocked, match="lists runs of other threads"):
        list_runs(ctx, THREAD_ID)


def test_check_of_background_runs_blocks_the_checks_that_need_them(context_on):
    graphs = Graphs(survey=Survey(runs_in_background=False))
    with context_on(Runs(), graphs=graphs) as ctx, pytest.raises(Blocked) as blocked:
        need_background_runs(ctx)
    assert blocked.value.by == (Blocker("runs.create.success", "create_thread_run"),)

"""Tests of the actions on streams: leave a run before its end, and name what hides its tokens."""

from dataclasses import replace

import httpx
import pytest

from contract_tests.actions.streams import no_tokens, runs_after_leaving
from contract_tests.findings.finding import Blocked, Blocker, Skipped
from contract_tests.findings.survey import GraphFacts, Survey
from contract_tests.harness.graphs import Graphs

AGENT = GraphFacts("agent", "agent", keeps_messages=True)
SLOW = GraphFacts("long", "long", keeps_messages=True)


class Leaving:
    """A target whose threads have one run; `seen` are the statuses of each run, the last one repeated."""

    def __init__(self, *seen):
        self.seen = [list(each) for each in seen]
        self.bodies = []

    def __call__(self, request):
        path = request.url.path
        if path == "/threads":
            return httpx.Response(200, json={"thread_id": request.read().decode()[15:51]})
        if path.endswith("/runs/stream"):
            self.bodies.append(httpx.Response(200, content=request.content).json())
            return httpx.Response(200, headers={"content-type": "text/event-stream"}, content=b"")
        statuses = self.seen[len(self.bodies) - 1] if len(self.bodies) <= len(self.seen) else self.seen[-1]
        status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
        return httpx.Response(200, json=[{"status": status}])


def left(context_on, target, **facts):
    roles = {"assistant": AGENT} | ({"slow": SLOW} if "slow" in facts.pop("has", ()) else {})
    graphs = Graphs(survey=Survey(graphs=(AGENT, SLOW), roles=roles, **facts))
    with context_on(target, operation="stream_thread_run", graphs=graphs) as ctx:
        return runs_after_leaving(ctx, 1.0).json


@pytest.mark.parametrize("fact", ["delays_runs", "delays_streamed_runs"])
def test_run_that_ended_before_its_client_left_proves_nothing(context_on, fact):
    target = Leaving(["success"], ["success"], ["running", "interrupted"])
    assert left(context_on, target, **{fact: False}) == [{"status": "interrupted"}]
    assert len(target.bodies) == 3


def test_check_is_skipped_if_every_run_ends_first(context_on):
    with pytest.raises(Skipped, match="every run ends before its client can leave"):
        left(context_on, Leaving(["success"]), delays_runs=False)


def test_delayed_run_is_left_once(context_on):
    target = Leaving(["success"])
    assert left(context_on, target, delays_runs=True) == [{"status": "success"}]
    assert len(target.bodies) == 1


def test_slow_graph_is_left_if_the_target_starts_runs_at_once(context_on):
    target = Leaving(["running", "success"])
    left(context_on, target, delays_runs=False, has=("slow",))
    assert [each["assistant_id"] for each in target.bodies] == ["long"]


@pytest.mark.parametrize("streams_tokens", [True, False])
def test_a_mode_without_tokens_is_to_blame_if_another_one_has_them(context_on, streams_tokens):
    agent = replace(AGENT, streams_tokens=streams_tokens)
    graphs = Graphs(survey=Survey(graphs=(agent,), roles={"assistant": agent}))
    with context_on(Leaving(["success"]), operation="stream_run", graphs=graphs) as ctx:
        end = no_tokens(ctx, by="streams.messages_partial")
    assert isinstance(end, Blocked if streams_tokens else Skipped)
    by = (Blocker("streams.messages_partial", "stream_thread_run"),) if streams_tokens else ()
    assert getattr(end, "by", ()) == by

"""Tests of the cancellation of runs that may have ended before, on a target that starts runs at once."""

import re

import httpx
import pytest

from contract_tests.checks.runs.cancel_by_run_ids import cancel_by_run_ids
from contract_tests.findings.finding import RequirementNotMet, Skipped
from contract_tests.findings.survey import GraphFacts, Survey
from contract_tests.harness.graphs import Graphs

AGENT = GraphFacts("agent", "agent", keeps_messages=True)
AT_ONCE = Survey(graphs=(AGENT,), roles={"assistant": AGENT}, delays_runs=False)
RUN_ID = "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a1%d"


def cancelled(context_on, *statuses):
    """Run the check on a target whose three runs have these statuses at the end."""
    started = iter(range(3))

    def respond(request):
        path = request.url.path
        if path == "/threads":
            return httpx.Response(200, json={"thread_id": RUN_ID % 9})
        if path.endswith("/cancel") or request.method == "DELETE":
            return httpx.Response(204)
        number = next(started) if request.method == "POST" else int(re.search(r"(\d)$", path)[1])
        return httpx.Response(
            200, json={"thread_id": RUN_ID % 9, "run_id": RUN_ID % number, "status": statuses[number]}
        )

    with context_on(respond, operation="cancel_runs", graphs=Graphs(survey=AT_ONCE)) as ctx:
        cancel_by_run_ids.run(ctx)


def test_run_that_ended_before_is_not_a_finding(context_on):
    cancelled(context_on, "success", "interrupted", "running")


def test_run_that_is_not_named_must_not_be_cancelled(context_on):
    with pytest.raises(RequirementNotMet):
        cancelled(context_on, "interrupted", "interrupted", "interrupted")


def test_run_that_is_named_must_be_cancelled(context_on):
    with pytest.raises(RequirementNotMet):
        cancelled(context_on, "interrupted", "running", "running")


def test_check_is_skipped_if_the_named_runs_ended_before(context_on):
    with pytest.raises(Skipped, match="end before they can be cancelled"):
        cancelled(context_on, "success", "success", "success")

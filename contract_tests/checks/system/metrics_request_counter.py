"""Metrics count requests: another request of an operation increases its counter.

Why: Alarms and dashboards depend on these counters. If they don't move, an outage looks like a quiet night;
no client of the API reads them.
https://prometheus.io/docs/concepts/metric_types/#counter
"""

from contract_tests.actions.resources import create_thread
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.expect import offered
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

PATH = "/threads/{thread_id}"


@rule(
    "system.metrics.request_counter",
    operation="get_metrics",
    tier=3,
    level="should",
    feature="metrics",
    whole_replay=True,
)
def request_counter(trial: Trial) -> None:
    before = _count(metrics(trial).json)
    thread = create_thread(trial)
    trial.need(trial.call("get_thread", path={"thread_id": thread["thread_id"]}))
    told = metrics(trial)
    trial.expect(
        _count(told.json) > before,
        expected=f"a higher count of GET {PATH} with 200 after another request",
        received="the same count or a lower one",
        exchange=told,
        pointer="/api/http_requests_total",
    )


def metrics(trial: Trial) -> Exchange:
    return offered(trial, trial.call("get_metrics", query={"format": "json"}))


def _count(told: Json) -> int:
    counts = told["api"]["http_requests_total"] if isinstance(told, dict) and "api" in told else ()
    wanted = {"method": "GET", "path": PATH, "status": 200}
    return sum(each["count"] for each in counts if wanted.items() <= each.items())

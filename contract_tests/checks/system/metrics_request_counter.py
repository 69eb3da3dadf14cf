"""Metrics count requests: another request of an operation increases its counter.

Why: Alarms and dashboards depend on these counters. If they don't move, an outage looks like a quiet night;
no client of the API reads them.
https://prometheus.io/docs/concepts/metric_types/#counter
"""

from contract_tests.actions.resources import create_thread
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered

PATH = "/threads/{thread_id}"


@check(
    "system.metrics.request_counter",
    operation="get_metrics",
    tier=3,
    level="should",
    feature="metrics",
    whole_replay=True,
)
def request_counter(ctx: CheckContext) -> None:
    before = _count(metrics(ctx).json)
    thread = create_thread(ctx)
    ctx.need(ctx.call("get_thread", path={"thread_id": thread["thread_id"]}))
    received = metrics(ctx)
    ctx.expect(
        _count(received.json) > before,
        expected=f"a higher count of GET {PATH} with 200 after one more request",
        received="the same count or a lower one",
        exchange=received,
        pointer="/api/http_requests_total",
    )


def metrics(ctx: CheckContext) -> Exchange:
    return offered(ctx, ctx.call("get_metrics", query={"format": "json"}))


def _count(received: Json) -> int:
    counts = (
        received["api"]["http_requests_total"] if isinstance(received, dict) and "api" in received else ()
    )
    labels = {"method": "GET", "path": PATH, "status": 200}
    return sum(each["count"] for each in counts if labels.items() <= each.items())

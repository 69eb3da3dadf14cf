"""Metrics without a `format` are in the text format of Prometheus.

Why: Prometheus sends no `format`. If it gets JSON, it drops the whole response, and every dashboard stays
empty.
https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from prometheus_client.parser import text_string_to_metric_families

from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered


@check("system.metrics.prometheus_format", operation="get_metrics", tier=3, feature="metrics")
def prometheus_format(ctx: CheckContext) -> None:
    received = offered(ctx, ctx.call("get_metrics"))
    ctx.expect(
        _is_readable(received.response.content),
        expected="metrics in the text format of Prometheus",
        received=expect.shown(received.response.content.decode("utf-8", "replace")),
        exchange=received,
    )


def _is_readable(content: bytes) -> bool:
    try:
        return bool([*text_string_to_metric_families(content.decode())])
    except ValueError:
        return False

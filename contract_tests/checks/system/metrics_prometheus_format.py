"""Metrics without a `format` are in the text format of Prometheus.

Why: Prometheus sends no `format`. If it gets JSON, it drops the whole response, and every dashboard stays
empty.
https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from prometheus_client.parser import text_string_to_metric_families

from contract_tests.harness.expect import offered
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("system.metrics.prometheus_format", operation="get_metrics", tier=3, feature="metrics")
def prometheus_format(trial: Trial) -> None:
    told = offered(trial, trial.call("get_metrics"))
    trial.expect(
        _is_readable(told.response.content),
        expected="metrics in the text format of Prometheus",
        received="another text",
        exchange=told,
    )


def _is_readable(content: bytes) -> bool:
    try:
        return bool([*text_string_to_metric_families(content.decode())])
    except ValueError:
        return False

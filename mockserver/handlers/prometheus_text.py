"""Metrics in Prometheus's text format. Names are those of the reference server, where it has any."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.utils import floatToGoString

from mockserver.state.metrics import BOUNDS, Durations, RequestKey, Traffic
from mockserver.state.world import World

MEDIA_TYPE = CONTENT_TYPE_LATEST

OPERATION = ("operation", "method", "path")

STATUSES = ("pending", "running", "success", "error", "timeout", "interrupted")


class Collector:
    """A collector for the Prometheus library, which calls it for each response."""

    def __init__(self, world: World) -> None:
        self._world = world

    def collect(self) -> Iterator[Metric]:
        yield self._requests()
        yield self._durations()
        traffic = self._world.traffic
        yield GaugeMetricFamily("lg_api_open_streams", "Open streams", value=traffic.open_streams)
        yield self._runs()

    def _requests(self) -> Metric:
        family = CounterMetricFamily(
            "lg_api_http_requests", "Requests by operation and status", labels=RequestKey._fields
        )
        for key, durations in self._world.traffic.requests.items():
            family.add_metric([str(value) for value in key], durations.count)
        return family

    def _durations(self) -> Metric:
        family = HistogramMetricFamily(
            "lg_api_http_requests_latency", "Milliseconds until the response started", labels=OPERATION
        )
        for operation, durations in by_operation(self._world.traffic).items():
            family.add_metric(operation, buckets(durations), durations.total)
        return family

    def _runs(self) -> Metric:
        family = GaugeMetricFamily("lg_api_runs", "Runs by status", labels=["status"])
        counted = self._world.runs.by_status()
        for status in STATUSES:
            family.add_metric([status], counted[status])
        return family


def by_operation(traffic: Traffic) -> dict[tuple[str, str, str], Durations]:
    """Return the durations of all statuses together."""
    together: defaultdict[tuple[str, str, str], Durations] = defaultdict(Durations)
    for (operation, method, path, _status), durations in traffic.requests.items():
        together[operation, method, path].add_all(durations)
    return together


def buckets(durations: Durations) -> list[tuple[str, float]]:
    """Return the upper bounds with the cumulative counts."""
    names = [*map(floatToGoString, BOUNDS), "+Inf"]
    return list(zip(names, accumulate(map(float, durations.groups)), strict=True))


def text(world: World) -> bytes:
    registry = CollectorRegistry()
    registry.register(Collector(world))
    return generate_latest(registry)

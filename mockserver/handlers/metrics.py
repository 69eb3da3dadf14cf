"""Metrics of the mock, in Prometheus's format and as JSON."""

from typing import Any

from mockserver.request_response import Request, Response
from mockserver.state.world import World


async def get_metrics(world: World, request: Request) -> Response:
    if request.query.get("format") == "json":
        return Response(metrics_of(world))
    # imported on demand, to keep the start fast
    from mockserver.handlers import prometheus_text  # noqa: PLC0415

    return Response(prometheus_text.text(world), headers={"Content-Type": prometheus_text.MEDIA_TYPE})


def metrics_of(world: World) -> dict[str, Any]:
    traffic, runs = world.traffic, world.runs.by_status()
    return {
        "queue": {"n_pending": runs["pending"], "n_running": runs["running"]},
        "runs": dict(runs),
        "api": {
            "open_streams": traffic.open_streams,
            "http_requests_total": [
                {**key._asdict(), "count": durations.count} for key, durations in traffic.requests.items()
            ],
        },
    }

"""Errors that a scenario sends instead of a run."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from mockserver.errors import ScenarioError, ThreadNotFound
from mockserver.state.world import World


def raise_scenario_error(
    world: World, owner: str, thread_id: str | None, graph_id: str, body: Mapping[str, Any]
) -> None:
    """Raise the error with which the turn of the scenario begins, if any. Resumed runs begin no turn.

    Raises:
        ScenarioError: the response that the scenario requires.

    """
    served = world.scenarios.get(graph_id)
    if (
        served is None
        or not served.scenario.has_http_errors
        or body.get("input") is None
        or body.get("command")
    ):
        return
    # imported here, because it takes a while, and few scenarios have such errors
    from mockserver.scenarios.http_errors import first_errors  # noqa: PLC0415

    values: Mapping[str, Any] = {}
    with suppress(ThreadNotFound):
        values = (world.threads.get(owner, thread_id).values if thread_id else None) or {}
    for number, error in first_errors(served.scenario, values, body["input"]):
        if served.attempts.fails((owner, thread_id, number), error.times):
            raise ScenarioError(error.status, error.message, error.headers)

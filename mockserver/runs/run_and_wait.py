"""Runs started through A2A or MCP."""

from collections.abc import Mapping
from typing import Any

from mockserver.runs.start import StartedRun, run_request, start
from mockserver.state.assistants import Assistant
from mockserver.state.world import World


async def run_and_wait(
    world: World, owner: str, assistant: Assistant, body: Mapping[str, Any], thread_id: str | None = None
) -> StartedRun:
    """Start a run. `body` is a run request without the assistant."""
    request = run_request(world, owner, thread_id, {**body, "assistant_id": assistant.assistant_id})
    return await start(world, request)


def failure(outcome: Any) -> str | None:
    """Return why the run failed; `None` if its result is not an error."""
    error = outcome.get("__error__") if isinstance(outcome, dict) else None
    return f"{error['error']}: {error['message']}" if error else None

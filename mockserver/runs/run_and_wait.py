"""Runs an assistant for those who speak another protocol than the API's own."""

from collections.abc import Mapping
from typing import Any

from mockserver.runs.start import Started, asked, start
from mockserver.state.assistants import Assistant
from mockserver.state.world import World


async def ask(
    world: World, owner: str, assistant: Assistant, body: Mapping[str, Any], thread_id: str | None = None
) -> Started:
    """`body` is that of a request for a run, without the assistant."""
    request = asked(world, owner, thread_id, {**body, "assistant_id": assistant.assistant_id})
    return await start(world, request)


def failure(outcome: Any) -> str | None:
    """Why a run failed, if this is what it came to."""
    told = outcome.get("__error__") if isinstance(outcome, dict) else None
    return f"{told['error']}: {told['message']}" if told else None

"""The creation of a cron."""

from collections.abc import Mapping
from typing import Any

from mockserver.runs.cron_runner import watch
from mockserver.runs.start import run_request
from mockserver.state.crons import Cron, of_its_runs
from mockserver.state.metadata import client_metadata
from mockserver.state.world import World


def create(world: World, owner: str, body: Mapping[str, Any], *, thread_id: str | None) -> Cron:
    """Create a cron on the thread; with `None`, each of its runs gets a thread."""
    assistant_id = run_request(world, owner, thread_id, of_its_runs(body)).assistant.assistant_id
    metadata = client_metadata(body.get("metadata"))
    changes = {"metadata": metadata} if "metadata" in body else {}
    cron = world.crons.create(
        owner,
        assistant_id=assistant_id,
        thread_id=thread_id,
        schedule=body["schedule"],
        timezone=body.get("timezone"),
        end_time=body.get("end_time"),
        on_run_completed=None if thread_id else body.get("on_run_completed", "delete"),
        enabled=body.get("enabled", True),
        metadata=metadata,
        payload={**body, "assistant_id": assistant_id, **changes},
    )
    watch(world)
    return cron

"""Thread streams: what they tell of the runs of their thread."""

from collections.abc import Iterable, Mapping

from contract_tests.contract import Json
from contract_tests.stream import StreamedEvent


def is_done(event: StreamedEvent) -> bool:
    """Whether it is the end of a run."""
    return event.name == "metadata" and isinstance(event.data, Mapping) and "status" in event.data


def run_ids(events: Iterable[StreamedEvent]) -> tuple[list[Json], list[Json]]:
    """Of the runs that have begun, and of those that have ended."""
    told = [event for event in events if event.name == "metadata"]
    begun = [event.data.get("run_id") for event in told if not is_done(event)]
    return begun, [event.data.get("run_id") for event in told if is_done(event)]

"""Metadata that clients attach to resources."""

from collections.abc import Mapping
from typing import Any

RESERVED = frozenset({"thread_id", "assistant_id", "run_id", "cron_id", "counters_since_delta_snapshot"})
"""Keys that only the server writes; clients' values are dropped, as by the reference server."""


def client_metadata(metadata: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the metadata without reserved keys."""
    return {key: value for key, value in (metadata or {}).items() if key not in RESERVED}

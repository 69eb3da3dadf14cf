"""The client's own words about a resource."""

from collections.abc import Mapping
from typing import Any

RESERVED = frozenset({"thread_id", "assistant_id", "run_id", "cron_id", "counters_since_delta_snapshot"})
"""Keys that only the server writes; a client's are dropped, as the reference server drops them."""


def client_metadata(metadata: Mapping[str, Any] | None) -> dict[str, Any]:
    """What of it a client may write."""
    return {key: value for key, value in (metadata or {}).items() if key not in RESERVED}

"""Reference to a checkpoint in its thread: the part of a `CheckpointConfig` that a client chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.errors import InvalidRequest


@dataclass(frozen=True, slots=True)
class CheckpointRef:
    checkpoint_id: str | None = None
    """Id of the checkpoint; `None` means the latest."""
    checkpoint_ns: str = ""
    checkpoint_map: Mapping[str, Any] | None = None

    @classmethod
    def from_json(cls, body: Mapping[str, Any] | None, field: str) -> "CheckpointRef":
        """Parse the known keys; all other keys of a config belong to the server."""
        body = body or {}
        return cls(
            _text(body, "checkpoint_id", field) or None,
            _text(body, "checkpoint_ns", field) or "",
            body.get("checkpoint_map") or None,
        )

    def configurable(self, thread_id: str) -> dict[str, Any]:
        """Return langgraph's form; there, a missing checkpoint id differs from `None`."""
        chosen = {"checkpoint_id": self.checkpoint_id, "checkpoint_map": self.checkpoint_map}
        return {
            "thread_id": thread_id,
            "checkpoint_ns": self.checkpoint_ns,
            **{key: value for key, value in chosen.items() if value is not None},
        }


def _text(body: Mapping[str, Any], key: str, field: str) -> str | None:
    value = body.get(key)
    if value is not None and not isinstance(value, str):
        raise InvalidRequest(f"{field}.{key}", "must be a string")
    return value

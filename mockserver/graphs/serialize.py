"""Conversion of langgraph's types to the API's JSON."""

from collections.abc import Mapping
from typing import Any

import orjson
from langgraph.types import Interrupt, PregelTask, StateSnapshot

from mockserver.graphs.json_encoder import encode

KEYS = ("checkpoint_id", "thread_id", "checkpoint_ns", "checkpoint_map")
"""Keys of a config that are returned; the others are internal."""


def encoded(value: Any) -> orjson.Fragment:
    return orjson.Fragment(encode(value))


def plain(value: Any) -> Any:
    """Return the JSON value with messages as objects, limited in depth to fit in a list of threads."""
    [[[decoded]]] = orjson.loads(encode([[[value]]]))
    return decoded


def state(snapshot: StateSnapshot) -> dict[str, Any]:
    here, parent = checkpoint(snapshot.config), checkpoint(snapshot.parent_config)
    return {
        "values": snapshot.values,
        "next": snapshot.next,
        "tasks": [_task(task) for task in snapshot.tasks],
        "metadata": snapshot.metadata,
        "created_at": snapshot.created_at,
        "checkpoint": here,
        "parent_checkpoint": parent,
        "interrupts": [interrupt(pending) for pending in snapshot.interrupts],
        "checkpoint_id": here and here["checkpoint_id"],
        "parent_checkpoint_id": parent and parent["checkpoint_id"],
    }


def debug_checkpoint(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Add the checkpoints that the configs refer to."""
    return {
        **payload,
        "tasks": [_debug_task(task) for task in payload["tasks"]],
        "checkpoint": checkpoint(payload["config"]),
        "parent_checkpoint": checkpoint(payload.get("parent_config")),
    }


def _debug_task(task: Mapping[str, Any]) -> dict[str, Any]:
    below = task.get("state")
    if not isinstance(below, dict) or "configurable" not in below:
        return dict(task)
    rest = {key: value for key, value in task.items() if key != "state"}
    return {**rest, "checkpoint": _address(below)}


def checkpoint(config: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the reference; `None` unless the config has a checkpoint id."""
    configurable = (config or {}).get("configurable", {})
    if not configurable.get("checkpoint_id"):
        return None
    return {key: configurable[key] for key in KEYS if key in configurable}


def interrupt(pending: Interrupt) -> dict[str, Any]:
    result = {"id": pending.id, "value": pending.value}
    schema = getattr(pending, "response_schema", None)  # missing in the oldest supported langgraph
    return result if schema is None else {**result, "response_schema": schema}


def _task(task: PregelTask) -> dict[str, Any]:
    """Return the task. A subgraph's state is in `state` if requested; otherwise `checkpoint` refers to it."""
    below = task.state
    return {
        "id": task.id,
        "name": task.name,
        "path": task.path,
        "error": None if task.error is None else str(task.error),
        "interrupts": [interrupt(pending) for pending in task.interrupts],
        "checkpoint": _address(below) if isinstance(below, dict) else None,
        "state": state(below) if isinstance(below, StateSnapshot) else None,
        "result": task.result,
    }


def _address(config: Mapping[str, Any]) -> dict[str, Any]:
    configurable = config["configurable"]
    return {key: configurable[key] for key in KEYS if key in configurable}

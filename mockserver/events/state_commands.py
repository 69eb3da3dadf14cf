"""Commands that read or fork states of the thread."""

from collections.abc import Mapping
from typing import Any

import orjson

from mockserver.errors import ThreadNotFound
from mockserver.events.command_params import GetTree, ListCheckpoints, StateFork, StateGet, read
from mockserver.events.replies import CommandError
from mockserver.events.run_commands import assistant_of, run, thread_of
from mockserver.events.state_values import protocol_form
from mockserver.events.stream import last_seq, translator_of
from mockserver.events.thread_ref import ThreadRef
from mockserver.graphs import states
from mockserver.graphs.checkpoint_ref import CheckpointRef
from mockserver.state.threads import Thread


async def get_tree(ref: ThreadRef, command: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the graph tree of the named run, by default of the latest."""
    run_id = read(GetTree, command).run_id
    translator = translator_of(ref)
    await last_seq(ref, translator)
    run_found = translator.runs.get(run_id or next(reversed(translator.runs), ""))
    if run_found is None:
        raise CommandError("no_such_run", "No active run is bound to this thread.")
    return {"tree": run_found.tree}


async def get_state(ref: ThreadRef, command: Mapping[str, Any]) -> Mapping[str, Any]:
    params = read(StateGet, command)
    state = await _state(ref, CheckpointRef(checkpoint_ns="|".join(params.namespace)))
    values = protocol_form(state["values"])
    if params.keys is not None:
        values = {key: values[key] for key in params.keys if key in values}
    checkpoint = state["checkpoint"]
    reference = {"id": checkpoint["checkpoint_id"], "ns": checkpoint["checkpoint_ns"]} if checkpoint else None
    return {"values": values, **({"checkpoint": reference} if reference else {})}


async def list_checkpoints(ref: ThreadRef, command: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return summaries of checkpoints, newest first."""
    params = read(ListCheckpoints, command)
    history = await states(ref.world).history(
        _thread(ref),
        CheckpointRef(checkpoint_ns="|".join(params.namespace)),
        limit=params.limit,
        before=str(params.before) if params.before else None,
        metadata={},
    )
    return {"checkpoints": [_summary(state) for state in orjson.loads(orjson.dumps(history))]}


async def fork(ref: ThreadRef, command: Mapping[str, Any]) -> Mapping[str, Any]:
    """Start a run from a checkpoint."""
    params = read(StateFork, command)
    thread, checkpoint_id = _thread(ref), str(params.checkpoint_id)
    state = await _state(ref, CheckpointRef(checkpoint_id))
    if state["created_at"] is None:
        raise CommandError(
            "no_such_checkpoint", f"params.checkpoint_id: this thread has no checkpoint {checkpoint_id}"
        )
    body = {"input": params.input, "checkpoint_id": checkpoint_id, "config": params.config.to_json()}
    run_id = await run(ref, {**body, "assistant_id": assistant_of(thread)})
    return {"run_id": run_id, "thread_id": ref.thread_id}


async def _state(ref: ThreadRef, address: CheckpointRef) -> dict[str, Any]:
    read_state = await states(ref.world).read(_thread(ref), address, subgraphs=False)
    state: dict[str, Any] = orjson.loads(orjson.dumps(read_state))
    return state


def _thread(ref: ThreadRef) -> Thread:
    thread = thread_of(ref)
    if thread is None:
        raise ThreadNotFound(ref.thread_id)
    return thread


def _summary(state: Mapping[str, Any]) -> dict[str, Any]:
    metadata = state["metadata"] or {}
    return {
        "id": state["checkpoint"]["checkpoint_id"],
        "timestamp": state["created_at"],
        "step": metadata.get("step", -1),
        "metadata": metadata,
    }

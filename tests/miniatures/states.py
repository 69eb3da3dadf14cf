"""Miniatures that read and update states wrongly."""

from typing import Any

from contract_tests.operation_groups import AT_CHECKPOINT
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong
from miniatures.started import losing


@wrong("threads.state.subgraphs", "get_state", *AT_CHECKPOINT)
async def states_of_subgraphs_are_left_out(mock: Mock, request: Request) -> Response:
    return await mock(losing(request, "subgraphs").without_query("subgraphs"))


@wrong("threads.state.empty", "get_state")
async def an_empty_state_has_values(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    empty = response.ok and not response.json["values"]
    return response.with_fields(values={"messages": []}) if empty else response


@wrong("threads.state.update", "get_state")
async def the_state_lags_one_message_behind(mock: Mock, request: Request) -> Response:
    return _lagging(await mock(request))


@wrong("threads.state.update_thread_values", "update_state", places=("get_thread",))
async def the_thread_lags_one_message_behind(mock: Mock, request: Request) -> Response:
    return _lagging(await mock(request))


def _lagging(response: Response) -> Response:
    if not response.ok or response.is_of_a_run:
        return response
    messages = (response.json.get("values") or {}).get("messages", [])
    return response.with_fields(values={"messages": messages[:-1]}) if len(messages) > 1 else response


@wrong("threads.values", "get_thread", "search_threads")
async def a_thread_with_a_run_has_no_values(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not response.ok:
        return response
    if isinstance(response.json, list):
        return response.with_json([_without_values(thread) for thread in response.json])
    return response.with_json(_without_values(response.json))


def _without_values(thread: dict[str, Any]) -> dict[str, Any]:
    has_run = "assistant_id" in (thread.get("metadata") or {})
    return {name: value for name, value in thread.items() if name != "values" or not has_run}


@wrong("threads.state.update_source", "update_state", places=("get_state",))
async def an_update_looks_like_a_run(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    written = response.ok and response.json["metadata"]
    return (
        response.with_fields(metadata={**response.json["metadata"], "source": "loop"})
        if written
        else response
    )


@wrong("threads.state.update_appends", "update_state")
async def an_update_returns_the_previous_checkpoint(mock: Mock, request: Request) -> Response:
    before = await mock(request.to("GET", request.path))
    response = await mock(request)
    checkpoint = before.json["checkpoint"] if response.ok else None
    return response.with_fields(checkpoint=checkpoint) if checkpoint else response


@wrong("threads.state.update_timestamp", "update_state", places=("get_thread",))
async def state_updated_at_never_moves(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_fields(state_updated_at=response.json["created_at"]) if response.ok else response


@wrong("threads.state.as_node_end", "update_state")
async def the_end_is_taken_for_the_start(mock: Mock, request: Request) -> Response:
    return await mock(
        request.with_fields(as_node="__start__") if request.json.get("as_node") == "__end__" else request
    )


@wrong("threads.state.unknown_node", "update_state")
async def an_unknown_node_is_ignored(mock: Mock, request: Request) -> Response:
    return await mock(
        request.without("as_node") if request.json.get("as_node") == "no_such_node" else request
    )


@wrong("threads.state.no_graph", "update_state")
async def a_thread_without_graph_gets_one(mock: Mock, request: Request) -> Response:
    place = f"/threads/{request.thread_id}"
    thread = await mock(request.to("GET", place))
    if thread.ok and "graph_id" not in thread.json["metadata"]:
        await mock(request.to("PATCH", place, {"metadata": {"graph_id": "agent"}}))
    return await mock(request)


@wrong("threads.state.at_checkpoint", *AT_CHECKPOINT)
async def the_checkpoint_is_ignored(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    latest = await mock(request.to("GET", f"/threads/{request.thread_id}/state"))
    if not response.ok or latest.is_of_a_run:
        return response
    return latest.with_fields(checkpoint_id=response.json["checkpoint_id"])


@wrong("threads.state.fork", "update_state")
async def an_update_ignores_its_checkpoint(mock: Mock, request: Request) -> Response:
    return await mock(request.without("checkpoint") if "checkpoint" in request.json else request)


@wrong("threads.state.fork_by_id", "update_state")
async def an_update_ignores_its_checkpoint_id(mock: Mock, request: Request) -> Response:
    return await mock(request.without("checkpoint_id") if "checkpoint_id" in request.json else request)


@wrong("threads.state.fork_history", "update_state", also=("list_history",))
async def a_fork_drops_newer_states(mock: Mock, request: Request) -> Response:
    cut = mock.memory.setdefault(request.thread_id, set())
    if request.operation == "update_state":
        cut |= await _newer(mock, request)
        return await mock(request)
    response = await mock(request)
    return (
        response.with_json([each for each in response.json if _id(each) not in cut])
        if response.ok
        else response
    )


async def _newer(mock: Mock, request: Request) -> set[str]:
    """Return the ids of the checkpoints newer than the one that the update names."""
    history = await mock(request.to("GET", f"/threads/{request.thread_id}/history", limit=100))
    ids = [_id(state) for state in history.json] if history.ok else []
    named = request.json.get("checkpoint", {}).get("checkpoint_id")
    return set(ids[: ids.index(named)]) if named in ids else set()


def _id(state: Any) -> str:
    return state["checkpoint"]["checkpoint_id"]

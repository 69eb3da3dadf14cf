"""Miniatures that copy, prune or measure threads wrongly."""

from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong


@wrong("threads.copy.state", "copy_thread")
async def a_copy_has_no_states(mock: Mock, request: Request) -> Response:
    original = await mock(request.to("GET", f"/threads/{request.thread_id}"))
    if not original.ok:
        return await mock(request)
    return await mock(request.to("POST", "/threads", {"metadata": original.json["metadata"]}))


@wrong("threads.copy.metadata", "copy_thread")
async def a_copy_has_no_nested_metadata(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not response.ok:
        return response
    nested = {name: None for name, value in response.json["metadata"].items() if isinstance(value, dict)}
    return await mock(request.to("PATCH", f"/threads/{response.json['thread_id']}", {"metadata": nested}))


@wrong("threads.copy.independent", "copy_thread")
async def a_copy_is_the_original(mock: Mock, request: Request) -> Response:
    original = await mock(request.to("GET", f"/threads/{request.thread_id}"))
    return original if original.ok else await mock(request)


@wrong("threads.prune.delete", "prune_threads")
async def prune_keeps_the_last_of_several(mock: Mock, request: Request) -> Response:
    answered_for = request.json.get("thread_ids", [])
    if len(answered_for) < 2:
        return await mock(request)
    response = await mock(request.with_fields(thread_ids=answered_for[:-1]))
    return response.with_fields(pruned_count=response.json["pruned_count"] + 1) if response.ok else response


@wrong("threads.prune.count", "prune_threads")
async def prune_counts_to_one(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return (
        response.with_fields(pruned_count=min(response.json["pruned_count"], 1)) if response.ok else response
    )


@wrong("threads.prune.unknown_ids", "prune_threads")
async def prune_counts_unknown_threads(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(pruned_count=len(request.json.get("thread_ids", [])))


@wrong("threads.prune.keep_latest", "prune_threads")
async def keep_latest_keeps_all(mock: Mock, request: Request) -> Response:
    if request.json.get("strategy") != "keep_latest":
        return await mock(request)
    nothing = await mock(request.with_fields(thread_ids=[]))
    return nothing.with_fields(pruned_count=len(request.json["thread_ids"]))


@wrong("threads.storage.checkpoint_count", "get_thread_storage")
async def storage_counts_one_more(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not response.ok:
        return response
    checkpoints = response.json["checkpoints"]
    return response.with_fields(checkpoints={**checkpoints, "count": checkpoints["count"] + 1})

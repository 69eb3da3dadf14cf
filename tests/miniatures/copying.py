"""Miniatures that copy, prune or measure threads wrongly."""

from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked


@wrong("threads.copy.state", "copy_thread")
async def a_copy_has_no_states(mock: Mock, asked: Asked) -> Answered:
    original = await mock(asked.to("GET", f"/threads/{asked.thread_id}"))
    if not original.ok:
        return await mock(asked)
    return await mock(asked.to("POST", "/threads", {"metadata": original.json["metadata"]}))


@wrong("threads.copy.metadata", "copy_thread")
async def a_copy_has_no_nested_metadata(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not answer.ok:
        return answer
    nested = {name: None for name, value in answer.json["metadata"].items() if isinstance(value, dict)}
    return await mock(asked.to("PATCH", f"/threads/{answer.json['thread_id']}", {"metadata": nested}))


@wrong("threads.copy.independent", "copy_thread")
async def a_copy_is_the_original(mock: Mock, asked: Asked) -> Answered:
    original = await mock(asked.to("GET", f"/threads/{asked.thread_id}"))
    return original if original.ok else await mock(asked)


@wrong("threads.prune.delete", "prune_threads")
async def prune_spares_the_last_of_several(mock: Mock, asked: Asked) -> Answered:
    answered_for = asked.json.get("thread_ids", [])
    if len(answered_for) < 2:
        return await mock(asked)
    answer = await mock(asked.having(thread_ids=answered_for[:-1]))
    return answer.with_fields(pruned_count=answer.json["pruned_count"] + 1) if answer.ok else answer


@wrong("threads.prune.count", "prune_threads")
async def prune_counts_to_one(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.with_fields(pruned_count=min(answer.json["pruned_count"], 1)) if answer.ok else answer


@wrong("threads.prune.unknown_ids", "prune_threads")
async def prune_counts_what_is_not_there(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(pruned_count=len(asked.json.get("thread_ids", [])))


@wrong("threads.prune.keep_latest", "prune_threads")
async def keep_latest_keeps_all(mock: Mock, asked: Asked) -> Answered:
    if asked.json.get("strategy") != "keep_latest":
        return await mock(asked)
    nothing = await mock(asked.having(thread_ids=[]))
    return nothing.with_fields(pruned_count=len(asked.json["thread_ids"]))


@wrong("threads.storage.checkpoint_count", "get_thread_storage")
async def storage_counts_one_more(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not answer.ok:
        return answer
    checkpoints = answer.json["checkpoints"]
    return answer.with_fields(checkpoints={**checkpoints, "count": checkpoints["count"] + 1})

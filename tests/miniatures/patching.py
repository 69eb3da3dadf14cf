"""Miniatures that patch threads wrongly."""

from typing import Any

from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked


@wrong("threads.patch.merge", "update_thread")
async def patch_replaces_all_metadata(mock: Mock, asked: Asked) -> Answered:
    before = await mock(asked.to("GET", asked.path))
    if not before.ok or not asked.metadata:
        return await mock(asked)
    return await mock(asked.having(metadata=dict.fromkeys(before.json["metadata"]) | asked.metadata))


@wrong("threads.patch.nested", "update_thread")
async def patch_merges_deeply(mock: Mock, asked: Asked) -> Answered:
    before = await mock(asked.to("GET", asked.path))
    if not before.ok or not asked.metadata:
        return await mock(asked)
    return await mock(asked.having(metadata=_merged(before.json["metadata"], asked.metadata)))


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {name: _merged(old.get(name), value) for name, value in new.items()}
    return new


@wrong("threads.patch.null", "update_thread")
async def patch_drops_null(mock: Mock, asked: Asked) -> Answered:
    kept = {name: value for name, value in asked.metadata.items() if value is not None}
    return await mock(asked.having(metadata=kept) if asked.metadata else asked)


@wrong("threads.patch.stored", "update_thread")
async def patch_answers_the_old_metadata(mock: Mock, asked: Asked) -> Answered:
    before = await mock(asked.to("GET", asked.path))
    answer = await mock(asked)
    return answer.with_fields(metadata=before.json["metadata"]) if answer.status == 200 else answer


@wrong("threads.patch.updated_at", "update_thread", also=("get_thread",))
async def updated_at_never_moves(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.with_fields(updated_at=answer.json["created_at"]) if answer.status == 200 else answer


@wrong("threads.patch.created_at", "update_thread", also=("get_thread",))
async def created_at_moves_with_updated_at(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.with_fields(created_at=answer.json["updated_at"]) if answer.status == 200 else answer


@wrong("threads.patch.minimal", "update_thread")
async def patch_with_minimal_answer_changes_nothing(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.having(metadata={}) if "prefer" in asked.headers else asked)

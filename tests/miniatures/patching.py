"""Miniatures that patch wrongly."""

from typing import Any

from contract_tests.operation_groups import PATCHING
from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked


@wrong("resources.patch.merge", *PATCHING)
async def patch_replaces_all_metadata(mock: Mock, asked: Asked) -> Answered:
    before = await mock(asked.to("GET", asked.path))
    if not before.ok or not asked.metadata:
        return await mock(asked)
    return await mock(asked.having(metadata=dict.fromkeys(before.json["metadata"]) | asked.metadata))


@wrong("resources.patch.nested", *PATCHING)
async def patch_merges_deeply(mock: Mock, asked: Asked) -> Answered:
    before = await mock(asked.to("GET", asked.path))
    if not before.ok or not asked.metadata:
        return await mock(asked)
    return await mock(asked.having(metadata=_merged(before.json["metadata"], asked.metadata)))


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {name: _merged(old.get(name), value) for name, value in new.items()}
    return new


@wrong("resources.patch.null", *PATCHING)
async def patch_drops_null(mock: Mock, asked: Asked) -> Answered:
    kept = {name: value for name, value in asked.metadata.items() if value is not None}
    return await mock(asked.having(metadata=kept) if asked.metadata else asked)


@wrong("resources.patch.stored", *PATCHING)
async def patch_answers_the_old_metadata(mock: Mock, asked: Asked) -> Answered:
    before = await mock(asked.to("GET", asked.path))
    answer = await mock(asked)
    return answer.with_fields(metadata=before.json["metadata"]) if answer.status == 200 else answer


async def _with_time(mock: Mock, asked: Asked, field: str, another: str) -> Answered:
    answer = await mock(asked)
    return answer.with_fields(**{field: answer.json[another]}) if answer.status == 200 else answer


@wrong("resources.patch.updated_at", "update_thread", also=("get_thread",))
async def updated_at_of_threads_never_moves(mock: Mock, asked: Asked) -> Answered:
    return await _with_time(mock, asked, "updated_at", "created_at")


@wrong("resources.patch.updated_at", "update_assistant", also=("get_assistant",))
async def updated_at_of_assistants_never_moves(mock: Mock, asked: Asked) -> Answered:
    return await _with_time(mock, asked, "updated_at", "created_at")


@wrong("resources.patch.created_at", "update_thread", also=("get_thread",))
async def created_at_of_threads_moves_with_updated_at(mock: Mock, asked: Asked) -> Answered:
    return await _with_time(mock, asked, "created_at", "updated_at")


@wrong("resources.patch.created_at", "update_assistant", also=("get_assistant",))
async def created_at_of_assistants_moves_with_updated_at(mock: Mock, asked: Asked) -> Answered:
    return await _with_time(mock, asked, "created_at", "updated_at")


@wrong("threads.patch.prefer_minimal", "update_thread")
async def patch_with_minimal_answer_changes_nothing(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.having(metadata={}) if "prefer" in asked.headers else asked)

"""Miniatures that patch wrongly."""

from typing import Any

from contract_tests.operation_groups import PATCHING
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong


@wrong("resources.patch.merge", *PATCHING)
async def patch_replaces_all_metadata(mock: Mock, request: Request) -> Response:
    before = await mock(request.to("GET", request.path))
    if not before.ok or not request.metadata:
        return await mock(request)
    return await mock(request.with_fields(metadata=dict.fromkeys(before.json["metadata"]) | request.metadata))


@wrong("resources.patch.nested", *PATCHING)
async def patch_merges_deeply(mock: Mock, request: Request) -> Response:
    before = await mock(request.to("GET", request.path))
    if not before.ok or not request.metadata:
        return await mock(request)
    return await mock(request.with_fields(metadata=_merged(before.json["metadata"], request.metadata)))


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {name: _merged(old.get(name), value) for name, value in new.items()}
    return new


@wrong("resources.patch.null", *PATCHING)
async def patch_with_null_leaves_a_value_as_it_was(mock: Mock, request: Request) -> Response:
    before = await mock(request.to("GET", request.path))
    if not before.ok or not request.metadata:
        return await mock(request)
    old = before.json["metadata"]
    kept = {name: old.get(name) if value is None else value for name, value in request.metadata.items()}
    return await mock(request.with_fields(metadata=kept))


@wrong("resources.patch.stored", *PATCHING)
async def patch_returns_the_old_metadata(mock: Mock, request: Request) -> Response:
    before = await mock(request.to("GET", request.path))
    response = await mock(request)
    return response.with_fields(metadata=before.json["metadata"]) if response.status == 200 else response


async def _with_time(mock: Mock, request: Request, field: str, another: str) -> Response:
    response = await mock(request)
    return response.with_fields(**{field: response.json[another]}) if response.status == 200 else response


@wrong("resources.patch.updated_at", "update_thread", also=("get_thread",))
async def updated_at_of_threads_never_moves(mock: Mock, request: Request) -> Response:
    return await _with_time(mock, request, "updated_at", "created_at")


@wrong("resources.patch.updated_at", "update_assistant", also=("get_assistant",))
async def updated_at_of_assistants_never_moves(mock: Mock, request: Request) -> Response:
    return await _with_time(mock, request, "updated_at", "created_at")


@wrong("resources.patch.created_at", "update_thread", also=("get_thread",))
async def created_at_of_threads_moves_with_updated_at(mock: Mock, request: Request) -> Response:
    return await _with_time(mock, request, "created_at", "updated_at")


@wrong("resources.patch.created_at", "update_assistant", also=("get_assistant",))
async def created_at_of_assistants_moves_with_updated_at(mock: Mock, request: Request) -> Response:
    return await _with_time(mock, request, "created_at", "updated_at")


@wrong("threads.patch.prefer_minimal", "update_thread")
async def patch_with_prefer_minimal_changes_nothing(mock: Mock, request: Request) -> Response:
    return await mock(request.with_fields(metadata={}) if "prefer" in request.headers else request)

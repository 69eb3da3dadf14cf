"""Miniatures with faults in assistants."""

from typing import Any

from miniatures.miniature import Mock, wrong
from miniatures.words import MARK, Answered, Asked, refusing

NAMING_A_GRAPH = ("create_assistant", "update_assistant", "search_assistants", "count_assistants")

CONFIGURING = ("create_assistant", "update_assistant")


@wrong("assistants.create.defaults", "create_assistant")
async def an_assistant_without_a_name_is_called_as_its_graph(mock: Mock, asked: Asked) -> Answered:
    named = asked.json.get("name") or "graph_id" not in asked.json
    return await mock(asked if named else asked.having(name=asked.json["graph_id"]))


@wrong("assistants.create.stores_fields", "create_assistant")
async def create_drops_the_description(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("description") if "description" in asked.json else asked)


@wrong("assistants.unknown_graph", *NAMING_A_GRAPH)
async def an_unknown_graph_breaks_the_contract(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return refusing(422) if answer.status == 404 and asked.json.get("graph_id") else answer


@wrong("assistants.configuration.mirrored", *CONFIGURING, also=("get_assistant",))
async def configurable_is_not_shown_as_context(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if asked.operation in CONFIGURING and answer.ok:
        config = asked.json.get("config") or {}
        mock.memory[answer.json["assistant_id"]] = "configurable" in config
    return answer.with_fields(context={}) if mock.memory.get(asked.resource_id) else answer


@wrong("assistants.configuration.config_and_context", *CONFIGURING)
async def context_goes_before_configurable(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return await mock(asked.without("config")) if answer.status == 400 else answer


@wrong("assistants.patch.replaces_fields", "update_assistant")
async def patch_drops_the_description(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("description") if "description" in asked.json else asked)


@wrong("assistants.patch.version", "update_assistant")
async def an_empty_patch_makes_no_version(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.to("GET", asked.place) if asked.content == b"{}" else asked)


async def _without_filter(mock: Mock, asked: Asked, name: str) -> Answered:
    """Drop the filter from searches among the resources of the check; other searches keep it."""
    return await mock(asked.without(name) if MARK in asked.metadata and name in asked.json else asked)


@wrong("assistants.search.graph_id", "search_assistants")
async def search_ignores_the_graph(mock: Mock, asked: Asked) -> Answered:
    known = await mock(asked)
    return await _without_filter(mock, asked, "graph_id") if known.ok else known


@wrong("assistants.count.graph_id", "count_assistants")
async def count_ignores_the_graph(mock: Mock, asked: Asked) -> Answered:
    known = await mock(asked)
    return await _without_filter(mock, asked, "graph_id") if known.ok else known


@wrong("assistants.search.name", "search_assistants")
async def search_takes_the_whole_name(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not answer.ok or "name" not in asked.json:
        return answer
    return answer.saying([each for each in answer.json if each["name"].lower() == asked.json["name"].lower()])


@wrong("assistants.count.name", "count_assistants")
async def count_ignores_the_name(mock: Mock, asked: Asked) -> Answered:
    return await _without_filter(mock, asked, "name")


@wrong("assistants.search.sort_by_name", "search_assistants")
async def search_sorts_by_no_name(mock: Mock, asked: Asked) -> Answered:
    by_name = asked.json.get("sort_by") == "name"
    return await mock(asked.having(sort_by="created_at") if by_name else asked)


@wrong("assistants.search.sort_by_graph_id", "search_assistants")
async def search_sorts_by_no_graph_id(mock: Mock, asked: Asked) -> Answered:
    by_graph = asked.json.get("sort_by") == "graph_id"
    return await mock(asked.having(sort_by="created_at") if by_graph else asked)


@wrong("assistants.system.exists", "search_assistants")
async def search_leaves_out_the_assistants_of_the_server(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.saying([each for each in answer.json if not _of_the_server(each)]) if answer.ok else answer


def _of_the_server(assistant: dict[str, Any]) -> bool:
    return assistant.get("metadata", {}).get("created_by") == "system"


@wrong("assistants.delete.versions", "delete_assistant", also=("create_assistant",))
async def versions_outlive_their_assistant(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == "delete_assistant":
        versions = await mock(asked.to("POST", f"{asked.place}/versions", {}))
        mock.memory[asked.resource_id] = len(versions.json) if versions.ok else 0
        return await mock(asked)
    answer = await mock(asked)
    for _ in range(mock.memory.get(asked.resource_id, 0) if answer.ok else 0):
        await mock(asked.to("PATCH", asked.place, {}))
    return answer


@wrong("assistants.delete.threads", "delete_assistant")
async def threads_stay_in_any_case(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.to("DELETE", asked.path))


@wrong("assistants.delete.keeps_threads", "delete_assistant")
async def threads_go_in_any_case(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.to("DELETE", asked.path, delete_threads="true"))

"""Miniatures with faults in the versions of assistants."""

from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked, refusing

LISTING, CHANGING = "list_assistant_versions", "set_latest_assistant_version"


@wrong("assistants.versions.order", LISTING)
async def versions_come_oldest_first(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.saying(answer.json[::-1]) if answer.ok and not asked.json else answer


@wrong("assistants.versions.content", LISTING)
async def every_version_has_the_name_of_today(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    today = await mock(asked.to("GET", asked.place))
    if not answer.ok or not today.ok:
        return answer
    return answer.saying([{**version, "name": today.json["name"]} for version in answer.json])


@wrong("assistants.versions.pages", LISTING)
async def versions_come_all_at_once(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.having(limit=1000) if "limit" in asked.json else asked)


@wrong("assistants.versions.metadata", LISTING)
async def versions_of_any_metadata_come(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("metadata") if "metadata" in asked.json else asked)


@wrong("assistants.versions.offset_beyond_end", LISTING)
async def an_assistant_without_such_versions_is_unknown(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return refusing(404) if answer.ok and not answer.json else answer


@wrong("assistants.latest.name_and_metadata", CHANGING, also=("get_assistant",))
async def an_earlier_version_keeps_the_latest_name(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == CHANGING:
        before = await mock(asked.to("GET", asked.place))
        mock.memory[asked.resource_id] = before.json.get("name")
        return await mock(asked)
    answer = await mock(asked)
    name = mock.memory.get(asked.resource_id)
    earlier = answer.ok and name and answer.json["version"] == 1
    return answer.with_fields(name=name) if earlier else answer


@wrong("assistants.latest.configuration", CHANGING, also=("get_assistant",))
async def an_earlier_version_keeps_the_latest_context(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == CHANGING:
        before = await mock(asked.to("GET", asked.place))
        mock.memory[asked.resource_id] = before.json.get("context")
        return await mock(asked)
    context = mock.memory.get(asked.resource_id)
    answer = await mock(asked)
    return answer.with_fields(context=context) if context else answer


@wrong("assistants.latest.graph", CHANGING, also=("get_assistant",))
async def an_earlier_version_keeps_the_latest_graph(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == CHANGING:
        before = await mock(asked.to("GET", asked.place))
        mock.memory[asked.resource_id] = before.json.get("graph_id")
        return await mock(asked)
    graph_id = mock.memory.get(asked.resource_id)
    answer = await mock(asked)
    return answer.with_fields(graph_id=graph_id) if graph_id else answer


@wrong("assistants.latest.next_version", CHANGING, also=("get_assistant",))
async def numbers_of_versions_are_used_again(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == CHANGING:
        mock.memory[asked.resource_id] = asked.json.get("version")
        return await mock(asked)
    answer, latest = await mock(asked), mock.memory.get(asked.resource_id)
    again = answer.ok and latest == 1 and answer.json["version"] > latest
    return answer.with_fields(version=latest + 1) if again else answer


@wrong("assistants.latest.unknown_version", CHANGING)
async def an_unknown_version_changes_nothing(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    there = await mock(asked.to("GET", asked.place))
    return there if answer.status == 404 and there.ok else answer

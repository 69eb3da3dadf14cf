"""Miniatures whose streams have wrong or missing events."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from contract_tests.operation_groups import STREAMING_RUNS
from miniatures.events import Change, Event, Events
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong
from miniatures.started import NOWHERE, has, is_plain


def of_modes(*modes: str, assistant: str = "agent") -> Callable[[Request], bool]:
    """Return a predicate for requests that stream exactly these modes, without further options."""
    return lambda request: (
        request.json.get("stream_mode") == list(modes)
        and request.json.get("assistant_id") == assistant
        and not request.json.keys() & {"stream_resumable", "stream_subgraphs", "interrupt_before"}
    )


async def with_each(
    mock: Mock, request: Request, change: Change, when: Callable[[Request], bool]
) -> Response:
    response = await mock(request)
    return response.each(change) if when(request) else response


def without(name: str, condition: Callable[[Any], bool] = bool) -> Change:
    """Return a change that drops events with this name whose data satisfies `condition`."""
    return lambda event: None if event.name == name and condition(event.data) else event


VALUES = of_modes("values")


@wrong("streams.values", "stream_thread_run", when=VALUES)
async def values_begin_after_the_input(mock: Mock, request: Request) -> Response:
    return await with_each(mock, request, without("values", lambda data: len(data["messages"]) == 1), VALUES)


VALUES_AND_TASKS = of_modes("values", "tasks")


@wrong("streams.final_values", "stream_thread_run", when=VALUES_AND_TASKS)
async def values_end_before_the_last_message(mock: Mock, request: Request) -> Response:
    change = without("values", lambda data: len(data["messages"]) > 1)
    return await with_each(mock, request, change, VALUES_AND_TASKS)


def without_mode(request: Request) -> bool:
    return is_plain(request.json)


@wrong("streams.default_mode", "stream_thread_run", when=without_mode)
async def a_stream_without_modes_has_nothing(mock: Mock, request: Request) -> Response:
    return await with_each(mock, request, without("values"), without_mode)


def of_many_modes(request: Request) -> bool:
    return len(request.json.get("stream_mode", ())) > len(["values", "tasks"]) and not has(
        stream_resumable=True
    )(request)


@wrong("streams.several_modes", "stream_thread_run", when=of_many_modes)
async def several_modes_omit_tasks(mock: Mock, request: Request) -> Response:
    return await with_each(mock, request, without("tasks"), of_many_modes)


@wrong("streams.end", *STREAMING_RUNS, when=without_mode)
async def a_stream_stays_open(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_events(never_ending(response.events)) if without_mode(request) else response


async def never_ending(events: Events) -> Events:
    async for event in events:
        yield event
    await asyncio.Event().wait()


@wrong("streams.run_id", *STREAMING_RUNS)
async def a_stream_names_another_run(mock: Mock, request: Request) -> Response:
    def renamed(event: Event) -> Event:
        return event.with_fields(run_id=NOWHERE) if event.name == "metadata" else event

    response = await mock(request)
    return response if request.json.get("stream_resumable") else response.each(renamed)


UPDATES = of_modes("updates")


@wrong("streams.updates", "stream_thread_run", when=UPDATES)
async def updates_are_empty(mock: Mock, request: Request) -> Response:
    def emptied(event: Event) -> Event:
        updates = event.name == "updates"
        return replace(event, data={name: {} for name in event.data}) if updates else event

    return await with_each(mock, request, emptied, UPDATES)


MESSAGES_AND_OTHERS = of_modes("messages-tuple", "values", "updates")


@wrong("streams.message_ids", "stream_thread_run", when=MESSAGES_AND_OTHERS)
async def messages_have_other_ids_in_the_stream(mock: Mock, request: Request) -> Response:
    return await with_each(mock, request, chunk(id="another"), MESSAGES_AND_OTHERS)


MESSAGES_TUPLE = of_modes("messages-tuple")


@wrong("streams.messages_tuple", "stream_thread_run", when=MESSAGES_TUPLE)
async def pieces_of_messages_are_all_the_same(mock: Mock, request: Request) -> Response:
    return await with_each(mock, request, chunk(content="word "), MESSAGES_TUPLE)


@wrong("streams.messages_node", "stream_thread_run", when=MESSAGES_TUPLE)
async def messages_name_an_unknown_node(mock: Mock, request: Request) -> Response:
    def moved(event: Event) -> Event:
        if event.name != "messages":
            return event
        return replace(event, data=[event.data[0], {**event.data[1], "langgraph_node": "nowhere"}])

    return await with_each(mock, request, moved, MESSAGES_TUPLE)


@wrong("streams.tokens", "stream_thread_run", when=MESSAGES_TUPLE)
async def tokens_are_merged(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return (
        response.with_events(merged(response.events))
        if MESSAGES_TUPLE(request) and response.events
        else response
    )


async def merged(events: Events) -> Events:
    whole: Event | None = None
    async for event in events:
        if event.name != "messages":
            yield event
            continue
        text = (whole.data[0]["content"] if whole else "") + event.data[0]["content"]
        whole = replace(event, data=[{**(whole or event).data[0], "content": text}, event.data[1]])
    if whole:
        yield whole


@wrong("streams.incremental", "stream_thread_run", when=has(assistant_id="slow"))
async def events_are_held_back_until_the_end(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.at_once() if request.json.get("stream_mode") == ["messages-tuple"] else response


MESSAGES = of_modes("messages")


@wrong("streams.messages_partial", *STREAMING_RUNS, when=MESSAGES)
async def parts_of_messages_are_not_put_together(mock: Mock, request: Request) -> Response:
    def last_word(event: Event) -> Event:
        if event.name != "messages/partial":
            return event
        return replace(event, data=[{**each, "content": each["content"][-3:]} for each in event.data])

    return await with_each(mock, request, last_word, MESSAGES)


MESSAGES_AND_TOKENS = of_modes("events", "messages", "values")


@wrong("streams.messages_partial_tokens", *STREAMING_RUNS, when=MESSAGES_AND_TOKENS)
async def the_first_part_of_a_message_is_omitted(mock: Mock, request: Request) -> Response:
    change = without("messages/partial", lambda data: " " not in data[0]["content"])
    return await with_each(mock, request, change, MESSAGES_AND_TOKENS)


def of_all_modes(request: Request) -> bool:
    """Return whether the run streams tokens and custom events, and can be joined."""
    return {"custom", "events"} <= {*request.json.get("stream_mode", ())} and has(stream_resumable=True)(
        request
    )


@wrong("streams.replay_all_modes", *STREAMING_RUNS, when=of_all_modes)
async def a_token_is_sent_twice_at_first(mock: Mock, request: Request) -> Response:
    def doubled(event: Event) -> list[Event]:
        return [event, event] if event.name == "messages" else [event]

    return await with_each(mock, request, doubled, of_all_modes)


@wrong("streams.messages_metadata", *STREAMING_RUNS, when=MESSAGES)
async def messages_have_no_metadata(mock: Mock, request: Request) -> Response:
    return await with_each(mock, request, without("messages/metadata"), MESSAGES)


@wrong("streams.events", "stream_thread_run", when=of_modes("events"))
async def models_never_end(mock: Mock, request: Request) -> Response:
    change = without("events", lambda data: data["event"] == "on_chat_model_end")
    return await with_each(mock, request, change, of_modes("events"))


@wrong("streams.tasks", *STREAMING_RUNS, when=of_modes("tasks"))
async def tasks_have_no_result(mock: Mock, request: Request) -> Response:
    return await with_each(mock, request, without("tasks", lambda data: "result" in data), of_modes("tasks"))


@wrong("streams.checkpoints", "stream_thread_run", when=of_modes("checkpoints"))
async def checkpoints_begin_after_the_input(mock: Mock, request: Request) -> Response:
    change = without("checkpoints", lambda data: data["metadata"]["step"] < 0)
    return await with_each(mock, request, change, of_modes("checkpoints"))


EACH_STEP = of_modes("checkpoints", "debug", "messages", "tasks", "updates", "values")


@wrong("streams.no_duplicates", *STREAMING_RUNS, when=EACH_STEP)
async def each_task_is_sent_twice(mock: Mock, request: Request) -> Response:
    def doubled(event: Event) -> list[Event]:
        return [event, event] if event.name == "tasks" else [event]

    return await with_each(mock, request, doubled, EACH_STEP)


@wrong("streams.debug", "stream_thread_run", when=of_modes("debug"))
async def results_can_not_be_debugged(mock: Mock, request: Request) -> Response:
    change = without("debug", lambda data: data["type"] == "task_result")
    return await with_each(mock, request, change, of_modes("debug"))


@wrong("streams.custom", "stream_thread_run", when=of_modes("custom", assistant="slow"))
async def nothing_of_its_own_is_streamed(mock: Mock, request: Request) -> Response:
    return await with_each(mock, request, without("custom"), of_modes("custom", assistant="slow"))


@wrong("streams.error", "stream_thread_run", when=has(assistant_id="failing"))
async def a_stream_omits_the_error(mock: Mock, request: Request) -> Response:
    return (await mock(request)).each(without("error"))


def swapped(event: Event) -> Event:
    if event.name != "error":
        return event
    return event.with_fields(error=event.data["message"], message=event.data["error"])


@wrong("streams.error", "stream_run", when=has(assistant_id="failing"))
async def the_message_of_an_error_is_its_class(mock: Mock, request: Request) -> Response:
    return (await mock(request)).each(swapped)


@wrong("streams.subgraphs", *STREAMING_RUNS, when=has(stream_subgraphs=True))
async def subgraphs_are_not_streamed(mock: Mock, request: Request) -> Response:
    return await mock(request if "stream_mode" in request.json else request.without("stream_subgraphs"))


def chunk(**changed: Any) -> Change:
    """Return a change that sets fields in each message chunk."""

    def change(event: Event) -> Event:
        if event.name != "messages":
            return event
        return replace(event, data=[{**event.data[0], **changed}, event.data[1]])

    return change

"""Miniatures with wrong events of protocol v2."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from miniatures.events import Change, Event, Events
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong
from miniatures.protocol_commands import is_others

OPERATION = "stream_thread_events"

NOTHING_MORE = {"type": "text-delta", "text": ""}
"""A piece of a message without text."""


def has_fields(*names: str) -> Callable[[Request], bool]:
    return lambda request: set(names) <= request.json.keys()


def data(event: Event) -> dict[str, Any]:
    return event.data["params"]["data"]


def with_data(event: Event, /, **changed: Any) -> Event:
    """Return the event with changed data."""
    return event.with_fields(params={**event.data["params"], "data": {**data(event), **changed}})


def is_inside(event: Event) -> bool:
    """Return whether the event belongs to a subgraph."""
    return bool(event.data["params"]["namespace"])


def without(name: str, condition: Callable[[Event], bool]) -> Change:
    return lambda event: None if event.name == name and condition(event) else event


@wrong("events.seq", OPERATION)
async def ids_are_other_numbers(mock: Mock, request: Request) -> Response:
    return (await mock(request)).each(lambda event: replace(event, id=f"{event.id}0"))


@wrong("events.lifecycle", OPERATION)
async def runs_have_started_but_do_not_run(mock: Mock, request: Request) -> Response:
    def renamed(event: Event) -> Event:
        runs = event.name == "lifecycle" and data(event)["event"] == "running"
        return with_data(event, event="started") if runs else event

    response = await mock(request)
    return response if request.json["channels"] == ["lifecycle"] else response.each(renamed)


@wrong("events.failure", OPERATION)
async def a_run_fails_for_no_reason(mock: Mock, request: Request) -> Response:
    def unexplained(event: Event) -> Event:
        failed = event.name == "lifecycle" and data(event)["event"] == "failed"
        return with_data(event, error="") if failed else event

    return (await mock(request)).each(unexplained)


@wrong("events.values", OPERATION)
async def values_have_only_the_last_message(mock: Mock, request: Request) -> Response:
    def shortened(event: Event) -> Event:
        several = event.name == "values" and len(data(event)["messages"]) > 1
        return with_data(event, messages=data(event)["messages"][-1:]) if several else event

    return (await mock(request)).each(shortened)


@wrong("events.messages.order", OPERATION)
async def messages_have_no_end(mock: Mock, request: Request) -> Response:
    def going_on(event: Event) -> Event:
        last = event.name == "messages" and data(event)["event"] == "message-finish"
        return with_data(event, event="content-block-delta", index=0, delta=NOTHING_MORE) if last else event

    return (await mock(request)).each(going_on)


@wrong("events.messages.text", OPERATION)
async def pieces_are_in_capitals(mock: Mock, request: Request) -> Response:
    def loud(event: Event) -> Event:
        if event.name != "messages" or data(event)["event"] != "content-block-delta":
            return event
        delta = data(event)["delta"]
        return with_data(event, delta={**delta, "text": delta["text"].upper()})

    return (await mock(request)).each(loud)


@wrong("events.messages.id", OPERATION)
async def messages_have_other_ids_in_their_events(mock: Mock, request: Request) -> Response:
    def renamed(event: Event) -> Event:
        first = event.name == "messages" and data(event)["event"] == "message-start"
        return with_data(event, id="another") if first else event

    return (await mock(request)).each(renamed)


@wrong("events.incremental", OPERATION)
async def thread_events_are_held_back_until_the_end(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return (
        response.with_events(held_back(response.events))
        if is_plain(request) and response.events
        else response
    )


async def held_back(events: Events) -> Events:
    held: list[Event] = []
    async for event in events:
        held.append(event)
        if event.name == "lifecycle" and not is_inside(event) and data(event)["event"] != "running":
            for each in held:
                yield each
            held.clear()


def of_few_channels(request: Request) -> bool:
    return request.json.get("channels") == ["lifecycle", "values"]


@wrong("events.channels", OPERATION, when=of_few_channels)
async def messages_are_sent_without_a_subscription(mock: Mock, request: Request) -> Response:
    few = of_few_channels(request)
    return await mock(
        request.with_fields(channels=[*request.json["channels"], "messages"]) if few else request
    )


def names_a_channel(request: Request) -> bool:
    return any(each.startswith("custom:") for each in request.json.get("channels", ()))


@wrong("events.custom_channel", OPERATION, when=names_a_channel)
async def each_named_channel_is_that_of_the_progress(mock: Mock, request: Request) -> Response:
    if not names_a_channel(request):
        return await mock(request)
    channels = ["custom:progress" if ":" in each else each for each in request.json["channels"]]
    return await mock(request.with_fields(channels=channels))


@wrong("events.since", OPERATION, when=has_fields("since"))
async def since_repeats_the_last_event(mock: Mock, request: Request) -> Response:
    since = request.json.get("since", 0)
    return await mock(request.with_fields(since=since - 1) if since else request)


@wrong("events.replay", OPERATION)
async def replayed_events_have_other_ids(mock: Mock, request: Request) -> Response:
    def renamed(event: Event) -> Event:
        return event.with_fields(event_id=f"{event.data['event_id']}-again")

    again = is_plain(request) and request.thread_id in mock.memory
    mock.memory[request.thread_id] = True
    response = await mock(request)
    return response.each(renamed) if again else response


@wrong("events.subscribe_before_creation", OPERATION)
async def subscribing_before_creation_yields_nothing(mock: Mock, request: Request) -> Response:
    exists = any([(await mock(one.to("GET", place(one)))).ok for one in (request, request.as_other())])
    response = await mock(request)
    return response if exists or response.events is None else response.with_events(nothing())


@wrong("events.subgraphs", OPERATION)
async def subgraph_events_are_omitted(mock: Mock, request: Request) -> Response:
    change = without("lifecycle", lambda event: is_inside(event) and data(event)["event"] == "started")
    return (await mock(request)).each(change)


@wrong("events.namespaces", OPERATION, when=lambda request: request.json.get("namespaces") == [["child"]])
async def the_namespaces_are_ignored(mock: Mock, request: Request) -> Response:
    inside = request.json.get("namespaces") == [["child"]]
    return await mock(request.without("namespaces") if inside else request)


@wrong("events.depth", OPERATION, when=has_fields("depth"))
async def the_depth_is_ignored(mock: Mock, request: Request) -> Response:
    return await mock(request.without("depth"))


@wrong("events.input.requested", OPERATION)
async def interrupts_have_other_ids(mock: Mock, request: Request) -> Response:
    def renamed(event: Event) -> Event:
        return with_data(event, interrupt_id="another") if event.name == "input.requested" else event

    return (await mock(request)).each(renamed)


@wrong("events.isolation", OPERATION, when=is_others)
async def every_owner_reads_every_thread_stream(mock: Mock, request: Request) -> Response:
    is_foreign = (await mock(request.as_other().to("GET", place(request)))).ok
    return await mock(request.as_other() if is_foreign else request)


async def nothing() -> Events:
    for event in ():
        yield event


def place(request: Request) -> str:
    return f"/threads/{request.thread_id}"


def is_plain(request: Request) -> bool:
    """Return whether the request is for all events of a thread, without further options."""
    return len(request.json["channels"]) > len(["lifecycle", "values"]) and len(request.json) == 1

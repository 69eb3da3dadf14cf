"""Miniatures with wrong events of protocol v2."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from miniatures.commanding import is_others
from miniatures.events import Change, Event, Events
from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked

OPERATION = "stream_thread_events"

NOTHING_MORE = {"type": "text-delta", "text": ""}
"""A piece of a message without text."""


def asks_for(*names: str) -> Callable[[Asked], bool]:
    return lambda asked: set(names) <= asked.json.keys()


def data(event: Event) -> dict[str, Any]:
    return event.data["params"]["data"]


def telling(event: Event, /, **changed: Any) -> Event:
    """Return the event with changed data."""
    return event.having(params={**event.data["params"], "data": {**data(event), **changed}})


def is_inside(event: Event) -> bool:
    """Return whether the event belongs to a subgraph."""
    return bool(event.data["params"]["namespace"])


def without(name: str, fact: Callable[[Event], bool]) -> Change:
    return lambda event: None if event.name == name and fact(event) else event


@wrong("events.seq", OPERATION)
async def ids_are_other_numbers(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).each(lambda event: replace(event, id=f"{event.id}0"))


@wrong("events.lifecycle", OPERATION)
async def runs_have_started_but_do_not_run(mock: Mock, asked: Asked) -> Answered:
    def renamed(event: Event) -> Event:
        runs = event.name == "lifecycle" and data(event)["event"] == "running"
        return telling(event, event="started") if runs else event

    answer = await mock(asked)
    return answer if asked.json["channels"] == ["lifecycle"] else answer.each(renamed)


@wrong("events.failure", OPERATION)
async def a_run_fails_for_no_reason(mock: Mock, asked: Asked) -> Answered:
    def unexplained(event: Event) -> Event:
        failed = event.name == "lifecycle" and data(event)["event"] == "failed"
        return telling(event, error="") if failed else event

    return (await mock(asked)).each(unexplained)


@wrong("events.values", OPERATION)
async def values_lack_what_was_said_last(mock: Mock, asked: Asked) -> Answered:
    def shortened(event: Event) -> Event:
        several = event.name == "values" and len(data(event)["messages"]) > 1
        return telling(event, messages=data(event)["messages"][-1:]) if several else event

    return (await mock(asked)).each(shortened)


@wrong("events.messages.order", OPERATION)
async def messages_have_no_end(mock: Mock, asked: Asked) -> Answered:
    def going_on(event: Event) -> Event:
        last = event.name == "messages" and data(event)["event"] == "message-finish"
        return telling(event, event="content-block-delta", index=0, delta=NOTHING_MORE) if last else event

    return (await mock(asked)).each(going_on)


@wrong("events.messages.text", OPERATION)
async def pieces_are_in_capitals(mock: Mock, asked: Asked) -> Answered:
    def loud(event: Event) -> Event:
        if event.name != "messages" or data(event)["event"] != "content-block-delta":
            return event
        delta = data(event)["delta"]
        return telling(event, delta={**delta, "text": delta["text"].upper()})

    return (await mock(asked)).each(loud)


@wrong("events.messages.id", OPERATION)
async def messages_have_other_ids_in_their_events(mock: Mock, asked: Asked) -> Answered:
    def renamed(event: Event) -> Event:
        first = event.name == "messages" and data(event)["event"] == "message-start"
        return telling(event, id="another") if first else event

    return (await mock(asked)).each(renamed)


@wrong("events.incremental", OPERATION)
async def what_a_run_does_is_told_when_it_has_ended(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.telling(held_back(answer.events)) if is_plain(asked) and answer.events else answer


async def held_back(events: Events) -> Events:
    held: list[Event] = []
    async for event in events:
        held.append(event)
        if event.name == "lifecycle" and not is_inside(event) and data(event)["event"] != "running":
            for each in held:
                yield each
            held.clear()


def of_few_channels(asked: Asked) -> bool:
    return asked.json.get("channels") == ["lifecycle", "values"]


@wrong("events.channels", OPERATION, when=of_few_channels)
async def everyone_is_told_of_messages(mock: Mock, asked: Asked) -> Answered:
    few = of_few_channels(asked)
    return await mock(asked.having(channels=[*asked.json["channels"], "messages"]) if few else asked)


@wrong("events.since", OPERATION, when=asks_for("since"))
async def who_comes_back_is_told_the_last_event_again(mock: Mock, asked: Asked) -> Answered:
    since = asked.json.get("since", 0)
    return await mock(asked.having(since=since - 1) if since else asked)


@wrong("events.replay", OPERATION)
async def events_are_others_for_who_comes_later(mock: Mock, asked: Asked) -> Answered:
    def renamed(event: Event) -> Event:
        return event.having(event_id=f"{event.data['event_id']}-again")

    again = is_plain(asked) and asked.thread_id in mock.memory
    mock.memory[asked.thread_id] = True
    answer = await mock(asked)
    return answer.each(renamed) if again else answer


@wrong("events.subscribe_before_creation", OPERATION)
async def the_unborn_have_nothing_to_tell(mock: Mock, asked: Asked) -> Answered:
    is_there = any([(await mock(one.to("GET", place(one)))).ok for one in (asked, asked.as_other())])
    answer = await mock(asked)
    return answer if is_there or answer.events is None else answer.telling(nothing())


@wrong("events.subgraphs", OPERATION)
async def nobody_is_told_of_subgraphs(mock: Mock, asked: Asked) -> Answered:
    change = without("lifecycle", lambda event: is_inside(event) and data(event)["event"] == "started")
    return (await mock(asked)).each(change)


@wrong("events.namespaces", OPERATION, when=lambda asked: asked.json.get("namespaces") == [["child"]])
async def everyone_is_told_of_all_namespaces(mock: Mock, asked: Asked) -> Answered:
    inside = asked.json.get("namespaces") == [["child"]]
    return await mock(asked.without("namespaces") if inside else asked)


@wrong("events.depth", OPERATION, when=asks_for("depth"))
async def everyone_is_told_of_what_is_deep_inside(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("depth"))


@wrong("events.input.requested", OPERATION)
async def questions_have_other_ids(mock: Mock, asked: Asked) -> Answered:
    def renamed(event: Event) -> Event:
        return telling(event, interrupt_id="another") if event.name == "input.requested" else event

    return (await mock(asked)).each(renamed)


@wrong("events.isolation", OPERATION, when=is_others)
async def everyone_is_told_of_every_thread(mock: Mock, asked: Asked) -> Answered:
    is_foreign = (await mock(asked.as_other().to("GET", place(asked)))).ok
    return await mock(asked.as_other() if is_foreign else asked)


async def nothing() -> Events:
    for event in ():
        yield event


def place(asked: Asked) -> str:
    return f"/threads/{asked.thread_id}"


def is_plain(asked: Asked) -> bool:
    """Return whether the request is for all events of a thread, without further options."""
    return len(asked.json["channels"]) > len(["lifecycle", "values"]) and len(asked.json) == 1

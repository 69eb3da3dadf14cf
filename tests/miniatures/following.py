"""Miniatures whose runs are joined or left wrongly."""

from contract_tests.actions.runs import SOON
from miniatures.events import Event, Events
from miniatures.miniature import Mock, wrong
from miniatures.started import NOWHERE, has, names, status
from miniatures.words import Answered, Asked

SINCE = "last-event-id"
JOIN = "join_thread_run_stream"
ERROR = Event("error", {"error": "UserInterrupt", "message": "it was cancelled"})


def comes_back(asked: Asked) -> bool:
    """Return whether the reader already has some events, and so does not request all of them."""
    return headers(asked).get(SINCE, "-") not in {"-", "-1"}


def headers(asked: Asked) -> dict[str, str]:
    return {name.lower(): text for name, text in asked.headers.items()}


async def skipping(events: Events, count: int = 1) -> Events:
    async for event in events:
        if event.name and count:
            count -= 1
        else:
            yield event


async def all_but_the_last(events: Events) -> Events:
    before: Event | None = None
    async for event in events:
        if before:
            yield before
        before = event


@wrong("streams.cancelled", JOIN)
async def a_cancelled_run_that_is_joined_is_an_error(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.telling(failing(mock, asked, answer.events)) if answer.events else answer


@wrong("streams.cancelled_running", "stream_thread_run", when=has(assistant_id="slow"))
async def a_cancelled_run_is_an_error(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    look = asked.to("GET", answer.headers.get("content-location", "/"))
    slow = asked.json.get("assistant_id") == "slow" and answer.events
    return answer.telling(failing(mock, look, answer.events)) if slow else answer


async def failing(mock: Mock, asked: Asked, events: Events) -> Events:
    """Yield the events, and an error if the run was cancelled."""
    async for event in events:
        yield event
    if await status(mock, asked) == "interrupted":
        yield ERROR


@wrong("streams.join_pending", JOIN)
async def who_joins_misses_the_beginning(mock: Mock, asked: Asked) -> Answered:
    pending = await status(mock, asked) == "pending"
    answer = await mock(asked)
    return answer.each(without_its_beginning) if pending else answer


def without_its_beginning(event: Event) -> Event | None:
    return None if event.name == "metadata" and event.id is None else event


@wrong("streams.join_finished", JOIN)
async def who_joins_hears_all_from_the_beginning(mock: Mock, asked: Asked) -> Answered:
    finished = await status(mock, asked) == "success"
    return await mock(since(asked, "-") if finished and SINCE not in asked.headers else asked)


@wrong("streams.two_readers", JOIN)
async def the_second_reader_misses_the_end(mock: Mock, asked: Asked) -> Answered:
    pending = await status(mock, asked) == "pending"
    second = pending and asked.run_id in mock.memory
    mock.memory[asked.run_id] = True
    answer = await mock(asked)
    return answer.telling(all_but_the_last(answer.events)) if second and answer.events else answer


@wrong("streams.resume_missed_events", JOIN, when=comes_back)
async def who_comes_back_misses_an_event(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.telling(skipping(answer.events)) if comes_back(asked) and answer.events else answer


@wrong("streams.resume_from_start", JOIN, when=lambda asked: headers(asked).get(SINCE) == "-1")
async def the_beginning_is_lost(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    all_of_it = asked.headers.get(SINCE) == "-1" and not asked.query
    return answer.telling(skipping(answer.events)) if all_of_it and answer.events else answer


@wrong("streams.resume_after_last_event", JOIN, when=comes_back)
async def who_has_heard_all_hears_it_again(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not comes_back(asked) or answer.events is None:
        return answer
    rest = [event async for event in answer.events]
    return (await mock(since(asked, "-"))) if not rest else answer.telling(told(rest))


async def told(events: list[Event]) -> Events:
    for event in events:
        yield event


@wrong("streams.join_mode", JOIN, when=lambda asked: "stream_mode" in asked.query)
async def who_joins_hears_all_modes(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.unasked("stream_mode"))


@wrong("streams.cancel_on_disconnect", JOIN, when=lambda asked: bool(asked.query))
async def nobody_minds_that_a_reader_leaves(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.unasked("cancel_on_disconnect"))


@wrong("streams.on_disconnect_cancel", "stream_thread_run", when=has(on_disconnect="cancel"))
async def a_run_goes_on_without_its_client(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("on_disconnect"))


def starts_soon(asked: Asked) -> bool:
    return bool(asked.json.get("after_seconds") in SOON)


@wrong("streams.on_disconnect_continue", "stream_thread_run", when=starts_soon)
async def a_run_ends_with_its_client(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.having(on_disconnect="cancel") if starts_soon(asked) else asked)


@wrong("streams.thread_runs", "stream_thread")
async def another_run_ends_on_the_thread(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).each(ending_another)


def ending_another(event: Event) -> Event:
    return event.having(run_id=NOWHERE) if "status" in event.data and event.name == "metadata" else event


@wrong("streams.thread_events", "stream_thread")
async def a_thread_does_not_stream_updates(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).each(lambda event: None if event.name == "updates" else event)


@wrong("streams.thread_resume", "stream_thread", when=comes_back)
async def who_comes_back_to_a_thread_hears_all(mock: Mock, asked: Asked) -> Answered:
    return await mock(since(asked, "-") if comes_back(asked) else asked)


@wrong("streams.unknown_thread", "stream_thread")
async def an_unknown_thread_has_a_stream(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    foreign = await mock(asked.as_other().to("GET", f"/threads/{asked.thread_id}"))
    if answer.status != 404 or foreign.ok:
        return answer
    return Answered(200, {"content-type": "text/event-stream"}, b"", told([]))


@wrong("streams.foreign_thread", "stream_thread")
async def a_foreign_thread_has_a_stream(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer if answer.ok else await mock(asked.as_other())


def since(asked: Asked, event_id: str) -> Asked:
    return asked.headed(**{SINCE: event_id})


@wrong("streams.join_created", "create_thread_run", when=names("stream_resumable"))
async def a_run_that_is_created_can_not_be_heard_again(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("stream_resumable"))


@wrong("streams.join_several_modes", JOIN)
async def who_joins_misses_a_task(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).each(without_the_start_of_a_task)


def without_the_start_of_a_task(event: Event) -> Event | None:
    return None if event.name == "tasks" and "result" not in event.data else event

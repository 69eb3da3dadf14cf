"""Miniatures whose runs are joined or left wrongly."""

from contract_tests.actions.runs import START_DELAYS_SECONDS
from contract_tests.operation_groups import STREAMING_RUNS
from miniatures.events import Event, Events
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong
from miniatures.started import NOWHERE, has, names, status

SINCE = "last-event-id"
JOIN = "join_thread_run_stream"
ERROR = Event("error", {"error": "UserInterrupt", "message": "it was cancelled"})


def comes_back(request: Request) -> bool:
    """Return whether the reader already has some events, and so does not request all of them."""
    return headers(request).get(SINCE, "-") not in {"-", "-1"}


def headers(request: Request) -> dict[str, str]:
    return {name.lower(): text for name, text in request.headers.items()}


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
async def a_cancelled_run_that_is_joined_is_an_error(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_events(failing(mock, request, response.events)) if response.events else response


@wrong("streams.cancelled_running", "stream_thread_run", when=has(assistant_id="slow"))
async def a_cancelled_run_is_an_error(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    look = request.to("GET", response.headers.get("content-location", "/"))
    slow = request.json.get("assistant_id") == "slow" and response.events
    return response.with_events(failing(mock, look, response.events)) if slow else response


async def failing(mock: Mock, request: Request, events: Events) -> Events:
    """Yield the events, and an error if the run was cancelled."""
    async for event in events:
        yield event
    if await status(mock, request) == "interrupted":
        yield ERROR


@wrong("streams.join_pending", JOIN)
async def joining_omits_the_first_event(mock: Mock, request: Request) -> Response:
    pending = await status(mock, request) == "pending"
    response = await mock(request)
    return response.each(without_its_beginning) if pending else response


def without_its_beginning(event: Event) -> Event | None:
    return None if event.name == "metadata" and event.id is None else event


@wrong("streams.join_finished", JOIN)
async def joining_a_finished_run_replays_all_events(mock: Mock, request: Request) -> Response:
    finished = await status(mock, request) == "success"
    return await mock(since(request, "-") if finished and SINCE not in request.headers else request)


@wrong("streams.two_readers", JOIN)
async def the_second_reader_misses_the_end(mock: Mock, request: Request) -> Response:
    pending = await status(mock, request) == "pending"
    second = pending and request.run_id in mock.memory
    mock.memory[request.run_id] = True
    response = await mock(request)
    return response.with_events(all_but_the_last(response.events)) if second and response.events else response


@wrong("streams.resume_missed_events", JOIN, when=comes_back)
async def resuming_skips_an_event(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return (
        response.with_events(skipping(response.events))
        if comes_back(request) and response.events
        else response
    )


@wrong("streams.resume_from_start", JOIN, when=lambda request: headers(request).get(SINCE) == "-1")
async def resuming_from_the_start_skips_an_event(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    from_start = request.headers.get(SINCE) == "-1" and not request.query
    return response.with_events(skipping(response.events)) if from_start and response.events else response


@wrong("streams.resume_after_last_event", JOIN, when=comes_back)
async def resuming_after_the_last_event_replays_all(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not comes_back(request) or response.events is None:
        return response
    remaining = [event async for event in response.events]
    return (await mock(since(request, "-"))) if not remaining else response.with_events(replayed(remaining))


async def replayed(events: list[Event]) -> Events:
    for event in events:
        yield event


@wrong("streams.join_mode", JOIN, when=lambda request: "stream_mode" in request.query)
async def joining_ignores_the_stream_mode(mock: Mock, request: Request) -> Response:
    return await mock(request.without_query("stream_mode"))


@wrong("streams.cancel_on_disconnect", JOIN, when=lambda request: bool(request.query))
async def cancel_on_disconnect_is_ignored(mock: Mock, request: Request) -> Response:
    return await mock(request.without_query("cancel_on_disconnect"))


@wrong("streams.on_disconnect_cancel", *STREAMING_RUNS, when=has(on_disconnect="cancel"))
async def on_disconnect_is_ignored(mock: Mock, request: Request) -> Response:
    return await mock(request.without("on_disconnect"))


def starts_soon(request: Request) -> bool:
    return bool(request.json.get("after_seconds") in START_DELAYS_SECONDS)


@wrong("streams.on_disconnect_continue", "stream_thread_run", when=starts_soon)
async def a_run_ends_with_its_client(mock: Mock, request: Request) -> Response:
    return await mock(request.with_fields(on_disconnect="cancel") if starts_soon(request) else request)


@wrong("streams.thread_runs", "stream_thread")
async def another_run_ends_on_the_thread(mock: Mock, request: Request) -> Response:
    return (await mock(request)).each(ending_another)


def ending_another(event: Event) -> Event:
    return event.with_fields(run_id=NOWHERE) if "status" in event.data and event.name == "metadata" else event


@wrong("streams.thread_events", "stream_thread")
async def a_thread_does_not_stream_updates(mock: Mock, request: Request) -> Response:
    return (await mock(request)).each(lambda event: None if event.name == "updates" else event)


@wrong("streams.thread_modes", "stream_thread", when=lambda request: "stream_modes" in request.query)
async def a_thread_streams_all_events(mock: Mock, request: Request) -> Response:
    return await mock(request.without_query("stream_modes"))


@wrong("streams.thread_resume", "stream_thread", when=comes_back)
async def resuming_a_thread_stream_replays_all(mock: Mock, request: Request) -> Response:
    return await mock(since(request, "-") if comes_back(request) else request)


@wrong("streams.unknown_thread", "stream_thread")
async def an_unknown_thread_has_a_stream(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    foreign = await mock(request.as_other().to("GET", f"/threads/{request.thread_id}"))
    if response.status != 404 or foreign.ok:
        return response
    return Response(200, {"content-type": "text/event-stream"}, b"", replayed([]))


@wrong("streams.foreign_thread", "stream_thread")
async def a_foreign_thread_has_a_stream(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response if response.ok else await mock(request.as_other())


def since(request: Request, event_id: str) -> Request:
    return request.with_headers(**{SINCE: event_id})


@wrong("streams.join_created", "create_thread_run", when=names("stream_resumable"))
async def a_created_run_is_not_resumable(mock: Mock, request: Request) -> Response:
    is_alone = "feedback_keys" not in request.json
    return await mock(request.without("stream_resumable") if is_alone else request)


@wrong("runs.join.keeps_events", "join_thread_run", also=("join_thread_run_stream",))
async def joining_for_the_values_drops_the_events(mock: Mock, request: Request) -> Response:
    run = await mock(request.to("GET", request.run_path))
    is_kept = run.ok and run.json["kwargs"].get("stream_resumable")
    if request.operation == "join_thread_run":
        mock.memory |= {request.run_id: True} if is_kept else {}
        return await mock(request)
    response = await mock(request)
    return response.each(lambda _: None) if request.run_id in mock.memory else response


STEP_MODES = ["checkpoints", "debug", "tasks"]


@wrong("streams.join_several_modes", JOIN)
async def joining_omits_the_start_of_tasks(mock: Mock, request: Request) -> Response:
    response, run = await mock(request), await mock(request.to("GET", request.run_path))
    is_of_steps = run.ok and run.json["kwargs"]["stream_mode"] == STEP_MODES
    return response.each(without_the_start_of_a_task) if is_of_steps else response


def without_the_start_of_a_task(event: Event) -> Event | None:
    return None if event.name == "tasks" and "result" not in event.data else event


@wrong("streams.cache_control", JOIN)
async def a_joined_stream_may_be_cached(mock: Mock, request: Request) -> Response:
    return (await mock(request)).located("cache-control", "max-age=600")


async def without_heartbeats(mock: Mock, request: Request) -> Response:
    """End the stream in place of its first comment."""
    response = await mock(request)
    return response.with_events(until_a_comment(response.events)) if response.events else response


async def until_a_comment(events: Events) -> Events:
    async for event in events:
        if event.comment:
            return
        yield event


@wrong("streams.heartbeat", "stream_thread")
async def a_thread_stream_has_no_heartbeats(mock: Mock, request: Request) -> Response:
    return await without_heartbeats(mock, request)


@wrong("streams.heartbeat", "stream_thread_events")
async def events_have_no_heartbeats(mock: Mock, request: Request) -> Response:
    return await without_heartbeats(mock, request)

"""Miniatures with faults in stateless runs."""

import json
from dataclasses import replace

from contract_tests.operation_groups import CREATING_ALONE, STARTING_ALONE, STARTING_BATCHES
from miniatures.events import Event
from miniatures.http_messages import MARK, Request, Response, refusing
from miniatures.miniature import Mock, wrong
from miniatures.started import NOWHERE, has, losing, of_batch, starts_with


@wrong("stateless_runs.create.pending", "create_run")
async def a_stateless_run_is_created_finished(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(status="success")


@wrong("stateless_runs.wait.values", "wait_run")
async def a_stateless_wait_omits_the_last_message(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    messages = response.json.get("messages", []) if response.ok else []
    return response.with_fields(messages=messages[:1]) if messages else response


@wrong("stateless_runs.stream.values", "stream_run")
async def a_stateless_stream_has_only_the_input(mock: Mock, request: Request) -> Response:
    def shortened(event: Event) -> Event:
        values = event.name == "values"
        return event.with_fields(messages=event.data["messages"][:1]) if values else event

    response = await mock(request)
    return response if "stream_mode" in request.json else response.each(shortened)


@wrong("stateless_runs.stream.updates", "stream_run")
async def a_stateless_stream_has_no_updates(mock: Mock, request: Request) -> Response:
    both = request.json.get("stream_mode") == ["updates", "values"]
    response = await mock(request)
    return response.each(lambda event: None if event.name == "updates" else event) if both else response


@wrong("stateless_runs.deletes_thread", *STARTING_ALONE)
async def a_stateless_run_leaves_its_thread(mock: Mock, request: Request) -> Response:
    return await mock(request.with_fields(on_completion="keep"))


def only_keeps(request: Request) -> bool:
    """Return whether the run keeps its thread, without other options that need it."""
    options = {"after_seconds", "on_disconnect", "stream_resumable"}
    runs = of_batch(request) or [request.json]
    return all("on_completion" in run and not run.keys() & options for run in runs)


@wrong("stateless_runs.on_completion_keep", *STARTING_ALONE, *STARTING_BATCHES, when=only_keeps)
async def a_stateless_run_never_leaves_its_thread(mock: Mock, request: Request) -> Response:
    return await mock(losing(request, "on_completion") if only_keeps(request) else request)


@wrong("stateless_runs.no_shared_state", "wait_run")
async def stateless_runs_share_state(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    messages = response.json.get("messages", []) if response.ok else []
    before = mock.memory.setdefault(request.metadata.get(MARK), [])
    all_messages = [*before, *messages]
    before += messages
    return response.with_fields(messages=all_messages) if messages else response


@wrong("stateless_runs.resume_rejected", *STARTING_ALONE, *STARTING_BATCHES, when=starts_with("command"))
async def there_is_always_something_to_resume(mock: Mock, request: Request) -> Response:
    return await mock(losing(request, "command"))


DELAYED_AND_KEPT = starts_with("after_seconds", "on_completion")


@wrong("stateless_runs.after_seconds", *CREATING_ALONE, when=DELAYED_AND_KEPT)
async def stateless_runs_start_at_once(mock: Mock, request: Request) -> Response:
    return await mock(losing(request, "after_seconds") if DELAYED_AND_KEPT(request) else request)


@wrong("stateless_runs.location", *STARTING_ALONE)
async def a_stateless_run_is_located_by_no_id(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if "location" in response.headers:
        return response.located("location", f"/runs/{NOWHERE}/join")
    return response.located("content-location", "/runs/1") if response.ok else response


@wrong("stateless_runs.error", "wait_run", when=has(assistant_id="failing"))
async def a_stateless_wait_omits_the_error(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_json({}) if request.json.get("assistant_id") == "failing" else response


@wrong("stateless_runs.batch.order", "create_runs_batch")
async def a_batch_is_returned_in_reverse(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    runs = response.json if response.ok else []
    return response.with_json(runs[::-1]) if len(runs) > len("ab") else response


@wrong("stateless_runs.batch.separate_threads", "create_runs_batch")
async def all_runs_of_a_batch_are_the_first(mock: Mock, request: Request) -> Response:
    runs = json.loads(request.content)
    if len(runs) != len("ab"):
        return await mock(request)
    return await mock(replace(request, content=json.dumps([runs[0], runs[0]]).encode()))


@wrong("stateless_runs.batch.invalid_run", "create_runs_batch")
async def a_batch_of_an_unknown_assistant_is_a_bad_request(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return refusing(400) if response.status == 404 and not await is_foreign(mock, request) else response


async def is_foreign(mock: Mock, request: Request) -> bool:
    """Return whether a run of the batch is one of another owner's assistant."""
    runs = json.loads(request.content)
    places = [f"/assistants/{each.get('assistant_id')}" for each in runs if isinstance(each, dict)]
    return any([(await mock(request.as_other().to("GET", place))).ok for place in places])

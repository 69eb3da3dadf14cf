"""Miniatures that show runs wrongly."""

from uuid import UUID

from contract_tests.operation_groups import ABOUT_RUNS, NAMING_A_RUN
from miniatures.http_messages import MARK, Request, Response, refusing
from miniatures.miniature import Mock, wrong
from miniatures.started import body, is_plain, noted, reads

LONG_AGO = "2001-01-01T00:00:00+00:00"


BY_COMMAND = b"__event_streaming_v2"
"""Key in a run that marks it as started by a command of protocol v2."""


@wrong(
    "runs.create.success",
    "create_thread_run",
    also=("get_thread_run",),
    when=reads("get_thread_run"),
)
async def a_good_run_is_out_of_time(mock: Mock, request: Request) -> Response:
    response = await noted(mock, request)
    if request.operation != "get_thread_run" or not response.ok or not is_plain(body(mock, request)):
        return response
    return response.with_fields(status="timeout") if response.json["status"] == "success" else response


@wrong("runs.create.metadata", "create_thread_run", places=("get_thread_run",))
async def a_run_loses_its_metadata(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response if BY_COMMAND in response.content else response.with_fields(metadata={})


@wrong("runs.create.input", "create_thread_run", places=("get_thread_run",))
async def a_run_omits_its_input(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    kept = {name: value for name, value in response.json.get("kwargs", {}).items() if name != "input"}
    return response.with_fields(kwargs=kept)


@wrong("runs.get.stored", "get_thread_run")
async def a_run_is_older_than_it_was(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(created_at=LONG_AGO)


@wrong("runs.get.updated_at", "get_thread_run")
async def a_run_is_never_updated(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(updated_at=LONG_AGO)


@wrong("runs.get.other_thread", "get_thread_run")
async def a_run_is_on_every_thread(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    owner_and_run = request.headers.get("x-api-key"), request.run_id
    if response.ok:
        mock.memory[owner_and_run] = request
    elsewhere = mock.memory.get(owner_and_run)
    if response.status != 404 or not elsewhere:
        return response
    return (await mock(elsewhere)).with_fields(thread_id=request.thread_id)


@wrong(
    "runs.after_seconds",
    "create_thread_run",
    places=("get_thread_run", "join_thread_run"),
    when=reads("join_thread_run"),
)
async def a_finished_run_lets_pending_ones_run(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    run = await mock(request.to("GET", request.run_path))
    mark = run.json["metadata"].get(MARK) if run.ok else None
    if "stateless_runs" in str(mark):
        return response
    if request.operation == "join_thread_run":
        mock.memory[mark] = True
    elif response.ok and response.json["status"] == "pending" and mark in mock.memory:
        return response.with_fields(status="running")
    return response


@wrong("runs.unknown_run", *NAMING_A_RUN)
async def an_unknown_run_is_a_wrong_request(mock: Mock, request: Request) -> Response:
    look = request.to("GET", request.run_path)
    if (await mock(look)).ok or (await mock(look.as_other())).ok:
        mock.memory[request.run_id] = True
    response = await mock(request)
    return refusing(422) if response.status == 404 and request.run_id not in mock.memory else response


@wrong("runs.unknown_thread", "list_thread_runs")
async def an_unknown_thread_has_no_runs(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    foreign = await mock(request.as_other())
    return response.with_json([], status=200) if response.status == 404 and not foreign.ok else response


@wrong("runs.malformed_id", *(name for name in ABOUT_RUNS if name != "cancel_runs"))
async def a_malformed_id_of_a_run_is_unknown(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return (
        refusing(404) if response.status in {400, 422} and not all(map(is_uuid, ids(request))) else response
    )


@wrong("runs.isolation.foreign_id", *ABOUT_RUNS)
async def a_foreign_run_is_forbidden(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if response.status != 404:
        return response
    foreign = await mock(request.as_other().to("GET", place(request)))
    return refusing(403) if foreign.ok else response


@wrong(
    "runs.isolation.untouched",
    "create_thread_run",
    "delete_thread_run",
    "cancel_thread_run",
    "cancel_runs",
)
async def a_foreign_run_is_changed_despite_the_404(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if response.status == 404:
        await mock(request.as_other())
    return response


@wrong("runs.join.location", "join_thread_run", "join_thread_run_stream")
async def a_joined_run_is_located_without_its_thread(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.located("content-location", f"/runs/{request.run_id}") if response.ok else response


def ids(request: Request) -> list[str]:
    return [request.thread_id, *([request.run_id] if request.operation in NAMING_A_RUN else [])]


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def place(request: Request) -> str:
    """Return the path of the first run in the body, of the run in the path, or of the thread."""
    run_ids = request.json.get("run_ids", [])
    if run_ids:
        return f"/threads/{request.thread_id}/runs/{run_ids[0]}"
    return request.run_path if request.operation in NAMING_A_RUN else f"/threads/{request.thread_id}"

"""Miniatures whose runs end wrongly or report their end wrongly."""

from contract_tests.operation_groups import STARTING_ON_A_THREAD
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong
from miniatures.started import body, has, names, noted, status

UNFINISHED = {"pending", "running"}


@wrong("runs.wait.values", "wait_thread_run")
async def waiting_omits_the_last_message(mock: Mock, request: Request) -> Response:
    return without_the_last_message(await mock(request))


@wrong("runs.join.values", "join_thread_run")
async def joining_a_finished_run_omits_the_last_message(mock: Mock, request: Request) -> Response:
    finished = await status(mock, request) not in UNFINISHED
    response = await mock(request)
    return without_the_last_message(response) if finished else response


@wrong("runs.join.waits", "join_thread_run", also=("create_thread_run",), when=names("after_seconds"))
async def joining_does_not_wait(mock: Mock, request: Request) -> Response:
    soon = 0 < body(mock, request).get("after_seconds", 0) < 1
    if request.operation == "join_thread_run" and soon:
        headers = {"location": request.path, "content-location": request.run_path}
        return Response(200, headers, b"").with_json({})
    return await noted(mock, request)


@wrong("runs.durability.exit", *STARTING_ON_A_THREAD, when=names("durability"))
async def all_states_are_written(mock: Mock, request: Request) -> Response:
    return await mock(request.without("durability") if "durability" in request.json else request)


@wrong("runs.recursion_limit", "create_thread_run", when=names("config"))
async def a_run_takes_as_many_steps_as_it_likes(mock: Mock, request: Request) -> Response:
    return await mock(
        request.without("config") if "recursion_limit" in request.json.get("config", {}) else request
    )


@wrong("runs.error.status", "create_thread_run", also=("get_thread_run",), when=has(assistant_id="failing"))
async def a_run_that_fails_is_a_success(mock: Mock, request: Request) -> Response:
    response = await noted(mock, request)
    failing = request.operation == "get_thread_run" and body(mock, request).get("assistant_id") == "failing"
    return response.with_fields(status="success") if failing else response


@wrong("runs.error.thread", "create_thread_run", places=("get_thread",))
async def a_thread_omits_its_error(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(error=None)


@wrong("runs.error.wait", "wait_thread_run", when=has(assistant_id="failing"))
async def waiting_omits_the_error(mock: Mock, request: Request) -> Response:
    return without_the_error(await mock(request))


@wrong("runs.error.join", "join_thread_run")
async def joining_omits_the_error(mock: Mock, request: Request) -> Response:
    return without_the_error(await mock(request))


@wrong("runs.error.recovers", "create_thread_run", places=("get_thread",))
async def a_thread_keeps_its_error(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    error = mock.memory.get(request.thread_id)
    if response.ok and response.json.get("error"):
        mock.memory[request.thread_id] = response.json["error"]
    return response.with_fields(error=error) if error else response


def without_the_last_message(response: Response) -> Response:
    values = response.json if response.ok else None
    if not isinstance(values, dict) or "messages" not in values:
        return response
    return response.with_fields(messages=values["messages"][:-1])


def without_the_error(response: Response) -> Response:
    values = response.json if response.ok else None
    return response.with_json({}) if isinstance(values, dict) and "__error__" in values else response

"""Miniatures that execute the commands of protocol v2 wrongly."""

from collections.abc import Callable
from typing import Any

from miniatures.http_messages import OWNERS, Request, Response
from miniatures.miniature import Mock, wrong
from miniatures.started import NOWHERE

OPERATION = "send_command"


def is_of(method: str) -> Callable[[Request], bool]:
    return lambda request: request.json.get("method") == method


STARTS, RESPONDS = is_of("run.start"), is_of("input.respond")


def params(request: Request) -> dict[str, Any]:
    return request.json.get("params", {})


def lacks(method: str, name: str) -> Callable[[Request], bool]:
    return lambda request: is_of(method)(request) and name not in params(request)


def is_coloured(request: Request) -> bool:
    """Return whether the metadata of the run has a colour."""
    return "colour" in params(request).get("metadata", ())


def names_an_id(request: Request) -> bool:
    """Return whether the request names an assistant by its id and not by its graph."""
    return "-" in params(request).get("assistant_id", "")


def is_others(request: Request) -> bool:
    """Return whether the request is sent as the other owner."""
    return OWNERS[1].items() <= request.headers.items()


def with_params(request: Request, **changed: Any) -> Request:
    return request.with_fields(params={**params(request), **changed})


def without_param(request: Request, *names: str) -> Request:
    return request.with_fields(
        params={name: value for name, value in params(request).items() if name not in names}
    )


def succeeding(request: Request, response: Response, **result: Any) -> Response:
    return response.with_json({"type": "success", "id": request.json["id"], "result": result})


def failing(request: Request, response: Response, code: str) -> Response:
    body = {"type": "error", "id": request.json["id"], "error": code, "message": "no"}
    return response.with_json(body)


def code(response: Response) -> str | None:
    return response.json.get("error") if response.status == 200 else None


def replace_error(method: str, old: str, new: str) -> Callable[[Mock, Request], Any]:
    """Make an alteration that replaces the error code `old` by `new`."""

    async def alter(mock: Mock, request: Request) -> Response:
        response = await mock(request)
        is_replaced = is_of(method)(request) and code(response) == old
        return failing(request, response, new) if is_replaced else response

    return alter


@wrong("events.command.id", OPERATION, when=lambda request: request.json.get("id") == 0)
async def a_command_zero_has_no_id(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_fields(id=None) if request.json.get("id") == 0 else response


@wrong("events.command.unknown", OPERATION, when=is_of("no.such.command"))
async def an_unknown_command_is_not_supported(mock: Mock, request: Request) -> Response:
    return await replace_error("no.such.command", "unknown_command", "not_supported")(mock, request)


@wrong("events.run_start.creates_thread", OPERATION, when=STARTS)
async def a_run_needs_a_thread(mock: Mock, request: Request) -> Response:
    exists = any([(await mock(each.to("GET", place(each)))).ok for each in (request, request.as_other())])
    missing = STARTS(request) and "assistant_id" in params(request) and not exists
    return failing(request, Response(200, {}, b""), "no_such_run") if missing else await mock(request)


@wrong("events.run_start.run_id", OPERATION, when=STARTS)
async def a_run_has_another_id(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    started = STARTS(request) and code(response) is None
    return response.with_fields(result={"run_id": NOWHERE}) if started else response


@wrong("events.run_start.input", OPERATION, when=STARTS)
async def a_run_gets_another_input(mock: Mock, request: Request) -> Response:
    if not isinstance(params(request).get("input"), dict):
        return await mock(request)
    return await mock(with_params(request, input=renamed(params(request)["input"])))


def renamed(run_input: dict[str, Any]) -> dict[str, Any]:
    """Replace the message ids by unknown ones, except for an id that only a run from a checkpoint gets."""
    messages = [{**each, "id": each["id"].replace("m1", "m0")} for each in run_input.get("messages", ())]
    return {**run_input, "messages": messages}


@wrong("events.run_start.metadata", OPERATION, when=is_coloured)
async def a_run_has_no_metadata(mock: Mock, request: Request) -> Response:
    return await mock(without_param(request, "metadata") if STARTS(request) else request)


def names_a_checkpoint(request: Request) -> bool:
    configurable = (params(request).get("config") or {}).get("configurable", {})
    return STARTS(request) and "checkpoint_id" in configurable


@wrong("events.run_start.checkpoint", OPERATION, when=names_a_checkpoint)
async def a_run_starts_from_the_latest_checkpoint(mock: Mock, request: Request) -> Response:
    return await mock(without_param(request, "config") if names_a_checkpoint(request) else request)


def names_tags(request: Request) -> bool:
    return STARTS(request) and "tags" in (params(request).get("config") or {})


@wrong("events.run_start.config", OPERATION, when=names_tags)
async def a_run_has_no_config(mock: Mock, request: Request) -> Response:
    return await mock(without_param(request, "config") if names_tags(request) else request)


@wrong(
    "events.run_start.multitask_strategy",
    OPERATION,
    when=lambda request: "multitaskStrategy" in params(request),
)
async def each_run_is_enqueued(mock: Mock, request: Request) -> Response:
    return await mock(without_param(request, "multitaskStrategy") if STARTS(request) else request)


@wrong("events.run_start.assistant_id", OPERATION, when=lacks("run.start", "assistant_id"))
async def a_run_without_an_assistant_is_not_supported(mock: Mock, request: Request) -> Response:
    return await replace_error("run.start", "invalid_argument", "not_supported")(mock, request)


@wrong(
    "events.run_start.unknown_assistant",
    OPERATION,
    when=names_an_id,
)
async def an_unknown_assistant_runs(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    thread_exists = (await mock(request.to("GET", place(request)))).ok
    unknown = STARTS(request) and thread_exists and code(response) == "unknown_error"
    return succeeding(request, response, run_id=NOWHERE) if unknown else response


@wrong(
    "events.run_start.resumes_interrupt",
    OPERATION,
    when=lambda request: isinstance(params(request).get("input"), str),
)
async def a_new_run_interrupts_again(mock: Mock, request: Request) -> Response:
    is_answer = STARTS(request) and isinstance(params(request).get("input"), str)
    return await mock(without_param(request, "input") if is_answer else request)


@wrong("events.run_start.isolation", OPERATION, when=is_others)
async def every_owner_runs_on_every_thread(mock: Mock, request: Request) -> Response:
    return await mock(request.as_other() if STARTS(request) and await is_foreign(mock, request) else request)


@wrong("events.input_respond.resumes", OPERATION, when=RESPONDS)
async def resume_values_are_lost(mock: Mock, request: Request) -> Response:
    state = await mock(request.to("GET", f"{place(request)}/state"))
    interrupt_id = str(params(request).get("interrupt_id")).encode()
    is_pending = RESPONDS(request) and state.ok and interrupt_id in state.content
    is_plain = "update" not in params(request)
    return succeeding(request, state) if is_pending and is_plain else await mock(request)


@wrong("events.input_respond.update", OPERATION, when=lambda request: "update" in params(request))
async def an_answer_updates_nothing(mock: Mock, request: Request) -> Response:
    return await mock(without_param(request, "update") if RESPONDS(request) else request)


@wrong("events.input_respond.responses", OPERATION, when=lambda request: "responses" in params(request))
async def answers_have_no_metadata(mock: Mock, request: Request) -> Response:
    return await mock(without_param(request, "metadata") if RESPONDS(request) else request)


READS = ("agent.getTree", "state.get", "state.listCheckpoints")


@wrong("events.command.isolation", OPERATION, when=is_others)
async def every_owner_reads_every_state(mock: Mock, request: Request) -> Response:
    is_reading = request.json.get("method") in READS and await is_foreign(mock, request)
    return await mock(request.as_other() if is_reading else request)


@wrong("events.input_respond.unknown", OPERATION, when=RESPONDS)
async def an_unknown_interrupt_is_an_invalid_argument(mock: Mock, request: Request) -> Response:
    state = await mock(request.to("GET", f"{place(request)}/state"))
    response = await mock(request)
    unknown = state.ok and state.json["next"] and code(response) == "no_such_interrupt"
    return failing(request, response, "invalid_argument") if unknown else response


@wrong("events.input_respond.twice", OPERATION, when=RESPONDS)
async def an_interrupt_can_be_resumed_twice(mock: Mock, request: Request) -> Response:
    state = await mock(request.to("GET", f"{place(request)}/state"))
    response = await mock(request)
    again = state.ok and not state.json["next"] and code(response) == "no_such_interrupt"
    return succeeding(request, response) if again else response


@wrong("events.input_respond.interrupt_id", OPERATION, when=lacks("input.respond", "interrupt_id"))
async def a_missing_interrupt_id_is_not_supported(mock: Mock, request: Request) -> Response:
    return await replace_error("input.respond", "invalid_argument", "not_supported")(mock, request)


@wrong("events.input_respond.isolation", OPERATION, when=is_others)
async def every_owner_resumes_every_interrupt(mock: Mock, request: Request) -> Response:
    return await mock(
        request.as_other() if RESPONDS(request) and await is_foreign(mock, request) else request
    )


async def is_foreign(mock: Mock, request: Request) -> bool:
    """Return whether the thread belongs to the other owner."""
    return (await mock(request.as_other().to("GET", place(request)))).ok


def place(request: Request) -> str:
    return f"/threads/{request.thread_id}"


@wrong("events.input_respond.options", OPERATION, when=lambda request: "goto" in params(request))
async def an_answer_may_not_choose_a_node(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    is_refused = RESPONDS(request) and "goto" in params(request)
    return failing(request, response, "invalid_argument") if is_refused else response

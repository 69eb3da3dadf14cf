"""Miniatures whose agents process messages wrongly."""

from miniatures.agent_messages import (
    AGENT,
    OPERATION,
    calls,
    code,
    error,
    is_there,
    message,
    of,
    result,
    state,
    task_with,
    to_agent,
    with_message,
)
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong

SEND = calls("message/send")
OTHER = "0193d2c4-7a10-7c55-8d5e-5b8f0a9e6d21"


def data(request: Request) -> list:
    """Return the contents of the message's data parts."""
    return [part["data"] for part in message(request).get("parts", ()) if part.get("kind") == "data"]


def is_answer(request: Request) -> bool:
    return SEND(request) and any("resume" in each for each in data(request))


@wrong("a2a.accept_header", OPERATION)
async def the_accept_header_is_ignored(mock: Mock, request: Request) -> Response:
    return await mock(request.with_headers(accept="application/json, text/event-stream"))


@wrong("a2a.response.id", OPERATION)
async def zero_is_no_id_of_a_request(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return (
        response.with_fields(id=None) if request.json.get("id") == 0 and response.status == 200 else response
    )


@wrong("a2a.unknown_method", OPERATION)
async def an_unknown_method_has_wrong_params(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return error(request, response, -32602) if code(response) == -32601 else response


@wrong("a2a.unknown_assistant", OPERATION, when=SEND)
async def every_id_is_an_agents(mock: Mock, request: Request) -> Response:
    agent_id = request.path.removeprefix(AGENT)
    if not SEND(request) or await is_there(mock, request, f"/assistants/{agent_id}"):
        return await mock(request)
    (assistant, *_) = (await mock(request.to("POST", "/assistants/search", {"graph_id": "agent"}))).json
    return await mock(to_agent(request, assistant["assistant_id"]))


@wrong("a2a.send.completed", OPERATION, when=SEND)
async def a_completed_task_has_no_artifacts(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return task_with(response, artifacts=[]) if SEND(request) and state(response) == "completed" else response


@wrong("a2a.send.thread_state", OPERATION, when=SEND)
async def messages_get_another_id(mock: Mock, request: Request) -> Response:
    if not SEND(request) or not message(request):
        return await mock(request)
    message_id = message(request)["messageId"]
    response = await mock(with_message(request, messageId=message_id[::-1]))
    content = response.content.replace(message_id[::-1].encode(), message_id.encode())
    return Response(response.status, response.headers, content)


@wrong("a2a.send.new_context", OPERATION, when=SEND)
async def an_agent_has_one_context(mock: Mock, request: Request) -> Response:
    if not SEND(request) or "contextId" in message(request):
        return await mock(request)
    context_id = mock.memory.get(request.path)
    response = await mock(with_message(request, contextId=context_id) if context_id else request)
    mock.memory[request.path] = result(response).get("contextId")
    return response


@wrong("a2a.send.context", OPERATION, when=SEND)
async def a_context_loses_its_history(mock: Mock, request: Request) -> Response:
    sent = message(request)
    if SEND(request) and "contextId" in sent and "taskId" not in sent:
        await mock(request.to("DELETE", f"/threads/{sent['contextId']}"))
    return await mock(request)


@wrong("a2a.send.text_parts", OPERATION, when=SEND)
async def only_the_last_part_counts(mock: Mock, request: Request) -> Response:
    return await mock(
        with_message(request, parts=message(request)["parts"][-1:]) if SEND(request) else request
    )


@wrong("a2a.send.data_part", OPERATION, when=SEND)
async def data_are_dropped(mock: Mock, request: Request) -> Response:
    if not SEND(request) or not data(request) or is_answer(request):
        return await mock(request)
    return await mock(with_message(request, parts=[{"kind": "text", "text": "some data"}]))


@wrong("a2a.send.history", OPERATION, when=SEND)
async def every_message_has_the_role_user(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not SEND(request) or state(response) != "completed":
        return response
    return task_with(response, history=[{**each, "role": "user"} for each in result(response)["history"]])


@wrong("a2a.send.failed", OPERATION, when=SEND)
async def a_failed_task_has_no_error_message(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    failed = SEND(request) and state(response) == "failed"
    return task_with(response, status={"state": "failed"}) if failed else response


@wrong("a2a.send.input_required", OPERATION, when=SEND)
async def an_interrupted_task_has_no_artifact(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    needs_input = SEND(request) and state(response) == "input-required"
    return task_with(response, artifacts=[]) if needs_input else response


@wrong("a2a.send.continues_task", OPERATION, when=SEND)
async def resuming_starts_another_task(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    is_resumed = SEND(request) and "taskId" in message(request) and not is_answer(request)
    return task_with(response, id=f"{OTHER}:{OTHER}") if is_resumed and result(response) else response


@wrong("a2a.send.resume_data", OPERATION, when=SEND)
async def resume_data_is_ignored(mock: Mock, request: Request) -> Response:
    task_id = message(request).get("taskId")
    return await mock(of(request, "tasks/get", id=task_id) if is_answer(request) and task_id else request)


@wrong("a2a.send.ended", OPERATION, when=SEND)
async def a_task_that_has_ended_is_a_wrong_param(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return error(request, response, -32602) if code(response) == -32004 else response


@wrong("a2a.isolation.assistant", OPERATION, when=SEND)
async def every_owner_sends_to_every_agent(mock: Mock, request: Request) -> Response:
    assistant = await mock(request.to("GET", request.path.replace(AGENT, "/assistants/")))
    return await mock(request if not SEND(request) or assistant.ok else request.as_other())


@wrong("a2a.isolation.context", OPERATION, when=SEND)
async def every_owner_sends_to_every_context(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    is_rejected = SEND(request) and code(response) == -32602 and "contextId" in message(request)
    return await mock(request.as_other()) if is_rejected else response

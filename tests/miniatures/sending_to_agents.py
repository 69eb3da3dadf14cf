"""Miniatures whose agents process messages wrongly."""

from miniatures.agent_words import (
    AGENT,
    OPERATION,
    calls,
    code,
    error,
    is_there,
    message,
    of,
    result,
    saying,
    state,
    task_with,
    to_agent,
)
from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked

SEND = calls("message/send")
OTHER = "0193d2c4-7a10-7c55-8d5e-5b8f0a9e6d21"


def data(asked: Asked) -> list:
    """Return the contents of the message's data parts."""
    return [part["data"] for part in message(asked).get("parts", ()) if part.get("kind") == "data"]


def is_answer(asked: Asked) -> bool:
    return SEND(asked) and any("resume" in each for each in data(asked))


@wrong("a2a.accept_header", OPERATION)
async def everyone_gets_json(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.headed(accept="application/json, text/event-stream"))


@wrong("a2a.response.id", OPERATION)
async def zero_is_no_id_of_a_request(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.with_fields(id=None) if asked.json.get("id") == 0 and answer.status == 200 else answer


@wrong("a2a.unknown_method", OPERATION)
async def an_unknown_method_has_wrong_params(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return error(asked, answer, -32602) if code(answer) == -32601 else answer


@wrong("a2a.unknown_assistant", OPERATION, when=SEND)
async def every_id_is_an_agents(mock: Mock, asked: Asked) -> Answered:
    agent_id = asked.path.removeprefix(AGENT)
    if not SEND(asked) or await is_there(mock, asked, f"/assistants/{agent_id}"):
        return await mock(asked)
    (known, *_) = (await mock(asked.to("POST", "/assistants/search", {"graph_id": "agent"}))).json
    return await mock(to_agent(asked, known["assistant_id"]))


@wrong("a2a.send.completed", OPERATION, when=SEND)
async def a_task_comes_to_nothing(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return task_with(answer, artifacts=[]) if SEND(asked) and state(answer) == "completed" else answer


@wrong("a2a.send.thread_state", OPERATION, when=SEND)
async def messages_get_another_id(mock: Mock, asked: Asked) -> Answered:
    if not SEND(asked) or not message(asked):
        return await mock(asked)
    own = message(asked)["messageId"]
    answer = await mock(saying(asked, messageId=own[::-1]))
    content = answer.content.replace(own[::-1].encode(), own.encode())
    return Answered(answer.status, answer.headers, content)


@wrong("a2a.send.new_context", OPERATION, when=SEND)
async def an_agent_has_one_context(mock: Mock, asked: Asked) -> Answered:
    if not SEND(asked) or "contextId" in message(asked):
        return await mock(asked)
    known = mock.memory.get(asked.path)
    answer = await mock(saying(asked, contextId=known) if known else asked)
    mock.memory[asked.path] = result(answer).get("contextId")
    return answer


@wrong("a2a.send.context", OPERATION, when=SEND)
async def a_context_forgets(mock: Mock, asked: Asked) -> Answered:
    said = message(asked)
    if SEND(asked) and "contextId" in said and "taskId" not in said:
        await mock(asked.to("DELETE", f"/threads/{said['contextId']}"))
    return await mock(asked)


@wrong("a2a.send.text_parts", OPERATION, when=SEND)
async def only_the_last_part_counts(mock: Mock, asked: Asked) -> Answered:
    return await mock(saying(asked, parts=message(asked)["parts"][-1:]) if SEND(asked) else asked)


@wrong("a2a.send.data_part", OPERATION, when=SEND)
async def data_are_dropped(mock: Mock, asked: Asked) -> Answered:
    if not SEND(asked) or not data(asked) or is_answer(asked):
        return await mock(asked)
    return await mock(saying(asked, parts=[{"kind": "text", "text": "some data"}]))


@wrong("a2a.send.history", OPERATION, when=SEND)
async def all_is_said_by_the_user(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not SEND(asked) or state(answer) != "completed":
        return answer
    return task_with(answer, history=[{**said, "role": "user"} for said in result(answer)["history"]])


@wrong("a2a.send.failed", OPERATION, when=SEND)
async def nobody_says_why_it_failed(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    failed = SEND(asked) and state(answer) == "failed"
    return task_with(answer, status={"state": "failed"}) if failed else answer


@wrong("a2a.send.input_required", OPERATION, when=SEND)
async def nobody_says_what_is_asked(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    is_asking = SEND(asked) and state(answer) == "input-required"
    return task_with(answer, artifacts=[]) if is_asking else answer


@wrong("a2a.send.continues_task", OPERATION, when=SEND)
async def an_answer_is_another_task(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    is_resumed = SEND(asked) and "taskId" in message(asked) and not is_answer(asked)
    return task_with(answer, id=f"{OTHER}:{OTHER}") if is_resumed and result(answer) else answer


@wrong("a2a.send.resume_data", OPERATION, when=SEND)
async def an_answer_has_to_be_a_text(mock: Mock, asked: Asked) -> Answered:
    task_id = message(asked).get("taskId")
    return await mock(of(asked, "tasks/get", id=task_id) if is_answer(asked) and task_id else asked)


@wrong("a2a.send.ended", OPERATION, when=SEND)
async def a_task_that_has_ended_is_a_wrong_param(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return error(asked, answer, -32602) if code(answer) == -32004 else answer


@wrong("a2a.isolation.assistant", OPERATION, when=SEND)
async def everyone_talks_to_every_agent(mock: Mock, asked: Asked) -> Answered:
    mine = await mock(asked.to("GET", asked.path.replace(AGENT, "/assistants/")))
    return await mock(asked if not SEND(asked) or mine.ok else asked.as_other())


@wrong("a2a.isolation.context", OPERATION, when=SEND)
async def everyone_talks_in_every_context(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    refused = SEND(asked) and code(answer) == -32602 and "contextId" in message(asked)
    return await mock(asked.as_other()) if refused else answer

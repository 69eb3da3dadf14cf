"""Miniatures that describe tasks wrongly or cancel them wrongly."""

from miniatures.agent_words import (
    AGENT,
    OPERATION,
    calls,
    code,
    error,
    in_state,
    is_there,
    of,
    params,
    result,
    state,
    task_with,
    to_agent,
)
from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked

GET, CANCEL, STREAM = calls("tasks/get"), calls("tasks/cancel"), calls("message/stream")
ABOUT_TASKS = calls("tasks/get", "tasks/cancel")
OTHER = "0193d2c4-7a10-7c55-8d5e-5b8f0a9e6d21"
UNKNOWN = -32001


def without(asked: Asked, name: str) -> dict:
    """Return the params without one of them."""
    return {each: value for each, value in params(asked).items() if each != name}


@wrong("a2a.unknown_task", OPERATION, when=ABOUT_TASKS)
async def an_unknown_task_is_a_wrong_param(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if code(answer) != UNKNOWN:
        return answer
    thread_id = params(asked)["id"].partition(":")[0]
    return answer if await is_there(mock, asked, f"/threads/{thread_id}") else error(asked, answer, -32602)


@wrong("a2a.get.task", OPERATION, when=GET)
async def a_task_is_in_another_context(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return task_with(answer, contextId=OTHER) if GET(asked) and result(answer) else answer


@wrong("a2a.get.history_length", OPERATION, when=GET)
async def all_of_the_history_is_told(mock: Mock, asked: Asked) -> Answered:
    return await mock(of(asked, "tasks/get", **without(asked, "historyLength")) if GET(asked) else asked)


@wrong("a2a.get.other_assistant", OPERATION)
async def a_task_is_everyones(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if task_id := not GET(asked) and result(answer).get("id"):
        mock.memory[task_id] = asked.path.removeprefix(AGENT)
    known = mock.memory.get(params(asked).get("id")) if GET(asked) else None
    return await mock(to_agent(asked, known)) if known and code(answer) == UNKNOWN else answer


@wrong("a2a.get.other_context", OPERATION, when=GET)
async def contexts_are_not_looked_at(mock: Mock, asked: Asked) -> Answered:
    return await mock(of(asked, "tasks/get", **without(asked, "contextId")) if GET(asked) else asked)


@wrong("a2a.cancel.ended", OPERATION, when=CANCEL)
async def too_late_is_a_wrong_param(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return error(asked, answer, -32602) if code(answer) == -32002 else answer


async def pretending(mock: Mock, asked: Asked, *states: str) -> Answered:
    """Pretend to cancel a task that is in one of these states."""
    if not CANCEL(asked):
        return await mock(asked)
    answer = await mock(of(asked, "tasks/get", **params(asked)))
    return in_state(answer, "canceled") if state(answer) in states else await mock(asked)


@wrong("a2a.cancel.running", OPERATION, when=CANCEL)
async def a_task_that_is_canceled_goes_on(mock: Mock, asked: Asked) -> Answered:
    return await pretending(mock, asked, "submitted", "working")


@wrong("a2a.cancel.input_required", OPERATION, when=CANCEL)
async def a_task_that_is_canceled_still_asks(mock: Mock, asked: Asked) -> Answered:
    return await pretending(mock, asked, "input-required")


@wrong("a2a.cancel.history", OPERATION, when=GET)
async def a_task_that_is_canceled_forgets(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return task_with(answer, history=[]) if GET(asked) and state(answer) == "canceled" else answer


@wrong("a2a.isolation.task", OPERATION, when=ABOUT_TASKS)
async def everyone_knows_every_task(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    theirs = await mock(asked.as_other()) if code(answer) == UNKNOWN else answer
    return theirs if result(theirs) else answer


@wrong("a2a.stream.task", OPERATION)
async def what_was_streamed_is_unknown(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if STREAM(asked):
        mock.memory[asked.path] = True
    is_known = asked.path not in mock.memory or not GET(asked)
    return answer if is_known or state(answer) != "completed" else error(asked, answer, UNKNOWN)

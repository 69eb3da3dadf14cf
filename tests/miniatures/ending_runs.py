"""Miniatures whose runs end wrongly or report their end wrongly."""

from contract_tests.operation_groups import STARTING_ON_A_THREAD
from miniatures.miniature import Mock, wrong
from miniatures.started import body, has, names, noted, status
from miniatures.words import Answered, Asked

UNFINISHED = {"pending", "running"}


@wrong("runs.wait.values", "wait_thread_run")
async def waiting_is_answered_without_the_answer(mock: Mock, asked: Asked) -> Answered:
    return without_the_last_message(await mock(asked))


@wrong("runs.join.values", "join_thread_run")
async def joining_too_late_is_answered_without_the_answer(mock: Mock, asked: Asked) -> Answered:
    finished = await status(mock, asked) not in UNFINISHED
    answer = await mock(asked)
    return without_the_last_message(answer) if finished else answer


@wrong("runs.join.waits", "join_thread_run", also=("create_thread_run",), when=names("after_seconds"))
async def joining_does_not_wait(mock: Mock, asked: Asked) -> Answered:
    soon = 0 < body(mock, asked).get("after_seconds", 0) < 1
    if asked.operation == "join_thread_run" and soon:
        headers = {"location": asked.path, "content-location": asked.run_path}
        return Answered(200, headers, b"").saying({})
    return await noted(mock, asked)


@wrong("runs.durability.exit", *STARTING_ON_A_THREAD, when=names("durability"))
async def all_states_are_written(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("durability") if "durability" in asked.json else asked)


@wrong("runs.recursion_limit", "create_thread_run", when=names("config"))
async def a_run_takes_as_many_steps_as_it_likes(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("config") if "recursion_limit" in asked.json.get("config", {}) else asked)


@wrong("runs.error.status", "create_thread_run", also=("get_thread_run",), when=has(assistant_id="failing"))
async def a_run_that_fails_is_a_success(mock: Mock, asked: Asked) -> Answered:
    answer = await noted(mock, asked)
    failing = asked.operation == "get_thread_run" and body(mock, asked).get("assistant_id") == "failing"
    return answer.with_fields(status="success") if failing else answer


@wrong("runs.error.thread", "create_thread_run", places=("get_thread",))
async def a_thread_does_not_tell_its_error(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(error=None)


@wrong("runs.error.wait", "wait_thread_run", when=has(assistant_id="failing"))
async def waiting_for_a_failure_is_answered_with_nothing(mock: Mock, asked: Asked) -> Answered:
    return without_the_error(await mock(asked))


@wrong("runs.error.join", "join_thread_run")
async def joining_a_failure_is_answered_with_nothing(mock: Mock, asked: Asked) -> Answered:
    return without_the_error(await mock(asked))


@wrong("runs.error.recovers", "create_thread_run", places=("get_thread",))
async def a_thread_never_forgets_its_error(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    error = mock.memory.get(asked.thread_id)
    if answer.ok and answer.json.get("error"):
        mock.memory[asked.thread_id] = answer.json["error"]
    return answer.with_fields(error=error) if error else answer


def without_the_last_message(answer: Answered) -> Answered:
    values = answer.json if answer.ok else None
    if not isinstance(values, dict) or "messages" not in values:
        return answer
    return answer.with_fields(messages=values["messages"][:-1])


def without_the_error(answer: Answered) -> Answered:
    values = answer.json if answer.ok else None
    return answer.saying({}) if isinstance(values, dict) and "__error__" in values else answer

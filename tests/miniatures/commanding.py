"""Miniatures that execute the commands of protocol v2 wrongly."""

from collections.abc import Callable
from typing import Any

from miniatures.miniature import Mock, wrong
from miniatures.started import NOWHERE
from miniatures.words import OWNERS, Answered, Asked

OPERATION = "send_command"


def is_of(method: str) -> Callable[[Asked], bool]:
    return lambda asked: asked.json.get("method") == method


STARTS, RESPONDS = is_of("run.start"), is_of("input.respond")


def params(asked: Asked) -> dict[str, Any]:
    return asked.json.get("params", {})


def lacks(method: str, name: str) -> Callable[[Asked], bool]:
    return lambda asked: is_of(method)(asked) and name not in params(asked)


def is_coloured(asked: Asked) -> bool:
    """Return whether the metadata of the run has a colour."""
    return "colour" in params(asked).get("metadata", ())


def names_an_id(asked: Asked) -> bool:
    """Return whether the request names an assistant by its id and not by its graph."""
    return "-" in params(asked).get("assistant_id", "")


def is_others(asked: Asked) -> bool:
    """Return whether the request is sent as the other owner."""
    return OWNERS[1].items() <= asked.headers.items()


def with_params(asked: Asked, **changed: Any) -> Asked:
    return asked.having(params={**params(asked), **changed})


def without_param(asked: Asked, *names: str) -> Asked:
    return asked.having(params={name: value for name, value in params(asked).items() if name not in names})


def succeeding(asked: Asked, answer: Answered, **result: Any) -> Answered:
    return answer.saying({"type": "success", "id": asked.json["id"], "result": result})


def failing(asked: Asked, answer: Answered, code: str) -> Answered:
    told = {"type": "error", "id": asked.json["id"], "error": code, "message": "no"}
    return answer.saying(told)


def code(answer: Answered) -> str | None:
    return answer.json.get("error") if answer.status == 200 else None


def always_saying(method: str, wanted: str, told: str) -> Callable[[Mock, Asked], Any]:
    """Make an alteration that replaces the error `wanted` by the error `told`."""

    async def said(mock: Mock, asked: Asked) -> Answered:
        answer = await mock(asked)
        is_it = is_of(method)(asked) and code(answer) == wanted
        return failing(asked, answer, told) if is_it else answer

    return said


@wrong("events.command.id", OPERATION, when=lambda asked: asked.json.get("id") == 0)
async def a_command_zero_has_no_id(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.with_fields(id=None) if asked.json.get("id") == 0 else answer


@wrong("events.command.unknown", OPERATION, when=is_of("no.such.command"))
async def an_unknown_command_is_not_supported(mock: Mock, asked: Asked) -> Answered:
    return await always_saying("no.such.command", "unknown_command", "not_supported")(mock, asked)


@wrong("events.run_start.creates_thread", OPERATION, when=STARTS)
async def a_run_needs_a_thread(mock: Mock, asked: Asked) -> Answered:
    is_there = any([(await mock(each.to("GET", place(each)))).ok for each in (asked, asked.as_other())])
    missing = STARTS(asked) and "assistant_id" in params(asked) and not is_there
    return failing(asked, Answered(200, {}, b""), "no_such_run") if missing else await mock(asked)


@wrong("events.run_start.run_id", OPERATION, when=STARTS)
async def a_run_has_another_id(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    started = STARTS(asked) and code(answer) is None
    return answer.with_fields(result={"run_id": NOWHERE}) if started else answer


@wrong("events.run_start.input", OPERATION, when=STARTS)
async def a_run_is_told_something_else(mock: Mock, asked: Asked) -> Answered:
    if not isinstance(params(asked).get("input"), dict):
        return await mock(asked)
    return await mock(with_params(asked, input=renamed(params(asked)["input"])))


def renamed(said: dict[str, Any]) -> dict[str, Any]:
    """Replace the message ids by unknown ones, except for an id that only a run from a checkpoint gets."""
    messages = [{**each, "id": each["id"].replace("m1", "m0")} for each in said.get("messages", ())]
    return {**said, "messages": messages}


@wrong("events.run_start.metadata", OPERATION, when=is_coloured)
async def a_run_has_no_metadata(mock: Mock, asked: Asked) -> Answered:
    return await mock(without_param(asked, "metadata") if STARTS(asked) else asked)


@wrong("events.run_start.checkpoint", OPERATION, when=lambda asked: "config" in params(asked))
async def a_run_goes_on_from_the_latest_checkpoint(mock: Mock, asked: Asked) -> Answered:
    return await mock(without_param(asked, "config") if STARTS(asked) else asked)


@wrong("events.run_start.assistant_id", OPERATION, when=lacks("run.start", "assistant_id"))
async def a_run_without_an_assistant_is_not_supported(mock: Mock, asked: Asked) -> Answered:
    return await always_saying("run.start", "invalid_argument", "not_supported")(mock, asked)


@wrong(
    "events.run_start.unknown_assistant",
    OPERATION,
    when=names_an_id,
)
async def an_unknown_assistant_runs(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    known = (await mock(asked.to("GET", place(asked)))).ok
    unknown = STARTS(asked) and known and code(answer) == "unknown_error"
    return succeeding(asked, answer, run_id=NOWHERE) if unknown else answer


@wrong(
    "events.run_start.resumes_interrupt",
    OPERATION,
    when=lambda asked: isinstance(params(asked).get("input"), str),
)
async def a_new_run_asks_again(mock: Mock, asked: Asked) -> Answered:
    is_answer = STARTS(asked) and isinstance(params(asked).get("input"), str)
    return await mock(without_param(asked, "input") if is_answer else asked)


@wrong("events.run_start.isolation", OPERATION, when=is_others)
async def everyone_runs_on_every_thread(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.as_other() if STARTS(asked) and await is_foreign(mock, asked) else asked)


@wrong("events.input_respond.resumes", OPERATION, when=RESPONDS)
async def answers_are_lost(mock: Mock, asked: Asked) -> Answered:
    state = await mock(asked.to("GET", f"{place(asked)}/state"))
    named = str(params(asked).get("interrupt_id")).encode()
    is_asked = RESPONDS(asked) and state.ok and named in state.content
    return succeeding(asked, state) if is_asked else await mock(asked)


@wrong("events.input_respond.unknown", OPERATION, when=RESPONDS)
async def an_answer_to_no_question_is_invalid(mock: Mock, asked: Asked) -> Answered:
    state = await mock(asked.to("GET", f"{place(asked)}/state"))
    answer = await mock(asked)
    unknown = state.ok and state.json["next"] and code(answer) == "no_such_interrupt"
    return failing(asked, answer, "invalid_argument") if unknown else answer


@wrong("events.input_respond.twice", OPERATION, when=RESPONDS)
async def a_question_can_be_answered_again(mock: Mock, asked: Asked) -> Answered:
    state = await mock(asked.to("GET", f"{place(asked)}/state"))
    answer = await mock(asked)
    again = state.ok and not state.json["next"] and code(answer) == "no_such_interrupt"
    return succeeding(asked, answer) if again else answer


@wrong("events.input_respond.interrupt_id", OPERATION, when=lacks("input.respond", "interrupt_id"))
async def an_answer_to_nothing_is_not_supported(mock: Mock, asked: Asked) -> Answered:
    return await always_saying("input.respond", "invalid_argument", "not_supported")(mock, asked)


@wrong("events.input_respond.isolation", OPERATION, when=is_others)
async def everyone_answers_every_question(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.as_other() if RESPONDS(asked) and await is_foreign(mock, asked) else asked)


async def is_foreign(mock: Mock, asked: Asked) -> bool:
    """Return whether the thread belongs to the other owner."""
    return (await mock(asked.as_other().to("GET", place(asked)))).ok


def place(asked: Asked) -> str:
    return f"/threads/{asked.thread_id}"

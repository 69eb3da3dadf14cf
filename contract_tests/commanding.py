"""Commanding: what a trial has done on a thread by commands of protocol v2, and what it hears of it."""

from collections.abc import Callable, Sequence
from typing import Any

from contract_tests.contract import Json
from contract_tests.exchange import Exchange
from contract_tests.feature import offered
from contract_tests.finding import NotTestable
from contract_tests.interrupting import answer, asked_in
from contract_tests.running import said
from contract_tests.stream import StreamedEvent, StreamedExchange
from contract_tests.thread_events import ends, statuses
from contract_tests.trial import Trial

EVERYTHING = (
    "values",
    "updates",
    "checkpoints",
    "messages",
    "tools",
    "custom",
    "lifecycle",
    "input",
    "tasks",
)
"""All channels that have a name of their own."""

LONGEST = 10.0
"""Seconds that an event may take to come."""

SILENCE = 0.5
"""Seconds after which nothing comes of what has happened already."""


def command(
    trial: Trial,
    thread_id: str,
    method: str,
    *,
    id: int = 1,  # noqa: A002 - it is the command's
    other: bool = False,
    **params: Json,
) -> Exchange:
    """Its answer may well be an error."""
    body = {"id": id, "method": method, "params": params}
    answered = trial.call("send_command", path={"thread_id": thread_id}, body=body, other=other)
    return offered(trial, answered)


def succeed(trial: Trial, thread_id: str, method: str, *, other: bool = False, **params: Json) -> Exchange:
    answered = command(trial, thread_id, method, other=other, **params)
    if code(answered):
        raise NotTestable(f"{method} is answered {code(answered)}", answered)
    return answered


def code(answered: Exchange) -> Json:
    """Of the error, if the answer is one."""
    return answered.json.get("error") if answered.json["type"] == "error" else None


def starting(trial: Trial, **params: Json) -> dict[str, Json]:
    """Params of a run: of the assistant, told `m1`, unless they say else."""
    marked = {**params.get("metadata", {}), **trial.mark}
    return {"assistant_id": trial.assistant, "input": said("m1"), **params, "metadata": marked}


def start(trial: Trial, thread_id: str, *, other: bool = False, **params: Json) -> str:
    """The id of a run that was started by a command."""
    answered = succeed(trial, thread_id, "run.start", other=other, **starting(trial, **params))
    return str(answered.json["result"]["run_id"])


def hear(
    trial: Trial,
    thread_id: str,
    *,
    until: Callable[[StreamedEvent], bool] = ends,
    at_most: float = LONGEST,
    channels: Sequence[str] = EVERYTHING,
    other: bool = False,
    **wanted: Json,
) -> StreamedExchange:
    """What has happened on a thread and what will, until the end of a run."""
    heard = trial.stream(
        "stream_thread_events",
        path={"thread_id": thread_id},
        body={"channels": [*channels], **wanted},
        until=until,
        at_most=at_most,
        other=other,
    )
    offered(trial, heard)
    return heard


def told(trial: Trial, **params: Json) -> tuple[str, StreamedExchange]:
    """A thread with a run, and all that is told of it to its end."""
    thread_id = trial.create_thread()["thread_id"]
    start(trial, thread_id, **params)
    heard = hear(trial, thread_id)
    if not statuses(heard.events) or not ends(heard.events[-1]):
        raise NotTestable("nobody is told that a run has ended", heard)
    return thread_id, heard


def questioned(trial: Trial, *, other: bool = False) -> tuple[str, Any, Json]:
    """A thread whose run has asked something: the id of the interrupt, and what it may be answered."""
    thread_id = trial.create_thread(other=other)["thread_id"]
    run_id = start(trial, thread_id, assistant_id=trial.hitl, other=other)
    path = {"thread_id": thread_id}
    trial.need(trial.call("join_thread_run", path={**path, "run_id": run_id}, other=other))
    state = trial.need(trial.call("get_state", path=path, other=other))
    return thread_id, asked_in(state)[0], answer(state)

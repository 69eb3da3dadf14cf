"""Start of a run: validate the request, mark the thread busy, schedule the job."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mockserver.errors import (
    BadRequest,
    InvalidRequest,
    ScenarioError,
    ThreadExists,
    ThreadIsBusy,
    ThreadNotFound,
)
from mockserver.runs.cancel import stop
from mockserver.runs.job import RunJob
from mockserver.runs.webhook import must_be_callable
from mockserver.state.assistants import Assistant
from mockserver.state.clock import iso_timestamp
from mockserver.state.event_log import RunLog
from mockserver.state.event_loop import interleaved
from mockserver.state.metadata import client_metadata
from mockserver.state.runs import Run
from mockserver.state.scheduler import QUEUE_DELAY
from mockserver.state.threads import Thread
from mockserver.state.world import World

STRATEGIES = ("enqueue", "interrupt", "reject", "rollback")

MAX_TAGS = 500
"""Maximum number of tags of a run: langchain compares each with each."""

MAX_DELAY_SECONDS = 100 * 365 * 86_400
"""Seconds. A longer delay is shortened to this."""


@dataclass(frozen=True, slots=True)
class RunRequest:
    """A validated request for a run."""

    owner: str
    thread_id: str | None
    """Thread of the run; `None` for a stateless run."""
    assistant: Assistant
    body: Mapping[str, Any]
    request_id: str | None = ""
    """Id sent by the client; `""` generates one, `None` is for runs of crons."""

    @property
    def strategy(self) -> str:
        return self.body.get("multitask_strategy") or "enqueue"

    @property
    def delay(self) -> float:
        """Return the delay in seconds."""
        return min(max(self.body.get("after_seconds") or 0, 0), MAX_DELAY_SECONDS)


@dataclass(frozen=True, slots=True)
class StartedRun:
    run: Run
    log: RunLog


def run_request(
    world: World, owner: str, thread_id: str | None, body: Mapping[str, Any], request_id: str | None = ""
) -> RunRequest:
    assistant = world.assistants.resolve(owner, body["assistant_id"])
    _must_be_allowed(body, stateless=thread_id is None)
    if len({**assistant.config, **(body.get("config") or {})}.get("tags") or ()) > MAX_TAGS:
        raise InvalidRequest("body.config.tags", f"must have at most {MAX_TAGS} tags")
    return RunRequest(owner, thread_id, assistant, body, request_id)


async def start_assistant(
    world: World, owner: str, assistant: Assistant, body: Mapping[str, Any], thread_id: str | None = None
) -> StartedRun:
    """Start a run of the assistant. `body` is a run request without the assistant."""
    request = run_request(world, owner, thread_id, {**body, "assistant_id": assistant.assistant_id})
    return await start(world, request)


async def start(world: World, request: RunRequest) -> StartedRun:
    raise_scenario_error(world, request.owner, request.thread_id, request.assistant.graph_id, request.body)
    thread = _thread(world, request)
    others = world.runs.unfinished(thread.thread_id)
    if others and request.strategy == "reject":
        raise ThreadIsBusy(thread.thread_id)
    run = world.runs.add(_run(world, _busy_thread(world, thread, request), request))
    log = world.logs.open(run)
    due = world.clock.elapsed() + request.delay + QUEUE_DELAY.get()
    world.schedule.add(run.thread_id, RunJob(world, run, request.assistant, log, due))
    if request.strategy in {"interrupt", "rollback"}:
        async for other in interleaved(others):
            await stop(world, other, request.strategy)
    return StartedRun(run, log)


def _must_be_allowed(body: Mapping[str, Any], *, stateless: bool) -> None:
    config = body.get("config") or {}
    if not isinstance(config.get("metadata") or {}, Mapping):
        raise InvalidRequest("body.config.metadata", "must be an object")
    if (body.get("multitask_strategy") or STRATEGIES[0]) not in STRATEGIES:  # the update of a cron allows any
        raise InvalidRequest("body.multitask_strategy", f"must be one of {', '.join(STRATEGIES)}")
    if config.get("configurable") and body.get("context"):
        raise BadRequest("body.config.configurable and body.context exclude each other: send one of them")
    if stateless and (body.get("command") or {}).get("resume") is not None:
        raise BadRequest("body.command.resume: a stateless run has no thread to resume")
    if webhook := body.get("webhook"):
        must_be_callable(webhook)


def _thread(world: World, request: RunRequest) -> Thread:
    metadata = _metadata(request.body)
    if request.thread_id is None:
        thread_id = world.ids.thread(world.clock.now())
        return world.threads.create(request.owner, thread_id=thread_id, metadata=metadata)
    try:
        return world.threads.get(request.owner, request.thread_id)
    except ThreadNotFound:
        if request.body.get("if_not_exists") != "create":
            raise
    try:
        return world.threads.create(request.owner, thread_id=request.thread_id, metadata=metadata)
    except ThreadExists as error:  # it belongs to another owner, which must not be revealed
        raise ThreadNotFound(request.thread_id) from error


def _metadata(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the client's metadata of the run, which a new thread gets, too."""
    config = body.get("config") or {}
    return client_metadata({**(config.get("metadata") or {}), **(body.get("metadata") or {})})


def _run(world: World, thread: Thread, request: RunRequest) -> Run:
    now = world.clock.now()
    assistant, body = request.assistant, request.body
    metadata = {
        **assistant.metadata,
        **thread.metadata,
        **_metadata(body),
        "assistant_id": assistant.assistant_id,
    }
    return Run(
        run_id=world.ids.run(now),
        thread_id=thread.thread_id,
        assistant_id=assistant.assistant_id,
        owner=thread.owner,
        created_at=iso_timestamp(now + timedelta(seconds=request.delay)),
        updated_at=iso_timestamp(now),
        metadata=metadata,
        kwargs=_kwargs(body, stateless=request.thread_id is None),
        multitask_strategy=request.strategy,
        request_id=world.ids.request() if request.request_id == "" else request.request_id,
    )


def _kwargs(body: Mapping[str, Any], *, stateless: bool) -> dict[str, Any]:
    """Return the request's fields with defaults filled in."""
    modes = body.get("stream_mode") or ["values"]
    return {
        **{key: value for key, value in body.items() if key not in {"assistant_id", "metadata"}},
        "stream_mode": modes if isinstance(modes, list) else [modes],
        "temporary": stateless and body.get("on_completion", "delete") == "delete",
    }


def _busy_thread(world: World, thread: Thread, request: RunRequest) -> Thread:
    if thread.status == "busy":
        return thread
    assistant = request.assistant
    configurable = {
        **assistant.config.get("configurable", {}),
        **thread.config.get("configurable", {}),
    }
    config = {**assistant.config, **thread.config, **(request.body.get("config") or {})}
    return world.threads.mark_busy(
        thread,
        metadata={
            **thread.metadata,
            "graph_id": assistant.graph_id,
            "assistant_id": assistant.assistant_id,
        },
        config={**config, "configurable": configurable},
    )


def raise_scenario_error(
    world: World, owner: str, thread_id: str | None, graph_id: str, body: Mapping[str, Any]
) -> None:
    """Raise the error with which the turn of the scenario begins, if any. Resumed runs begin no turn.

    Raises:
        ScenarioError: the response that the scenario requires.

    """
    served = world.scenarios.get(graph_id)
    if (
        served is None
        or not served.scenario.has_http_errors
        or body.get("input") is None
        or body.get("command")
    ):
        return
    # imported here, because it takes a while, and few scenarios have such errors
    from mockserver.scenarios.http_errors import first_errors  # noqa: PLC0415

    values: Mapping[str, Any] = {}
    with suppress(ThreadNotFound):
        values = (world.threads.get(owner, thread_id).values if thread_id else None) or {}
    for number, error in first_errors(served.scenario, values, body["input"]):
        if served.attempts.fails((owner, thread_id, number), error.times):
            raise ScenarioError(error.status, error.message, error.headers)

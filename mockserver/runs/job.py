"""The scheduled job of one run, pending or running."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import orjson

from mockserver.errors import ApiError, ThreadNotFound
from mockserver.graphs import states
from mockserver.graphs.tracing import untraced
from mockserver.runs.result import RunResult
from mockserver.runs.webhook import deliver
from mockserver.scenarios.connection_cut import CUT
from mockserver.state.assistants import Assistant
from mockserver.state.clock import iso_timestamp
from mockserver.state.event_log import RunLog
from mockserver.state.runs import Run
from mockserver.state.world import World

logger = logging.getLogger(__name__)


class UnfinishedRun:
    """A run until its end, which updates the run, its thread and its log together."""

    def __init__(self, world: World, run: Run, log: RunLog) -> None:
        self.run_id = run.run_id
        self.owner = run.owner
        self._world = world
        self._run = run
        self._log = log
        self._result = RunResult()
        self._started_at: str | None = None

    async def succeed(self) -> None:
        state = await state_after(self._world, self._run)
        self._change(status="success")
        self._close(self._result.of_success(state), state)

    async def fail(self, error: Mapping[str, str]) -> None:
        self._append("error", error)
        state = await state_after(self._world, self._run, error)
        self._change(status="error")
        self._close(self._result.of_error(error), state)

    async def withdraw(self, action: str) -> None:
        """Remove the run as if it had never existed (`rollback`), or end it as interrupted."""
        state = await state_after(self._world, self._run)
        if action == "rollback":
            self._world.runs.delete(self._run)
        else:
            self._change(status="interrupted")
        self._close(self._result.of_success(state), state)

    def _change(self, **changes: Any) -> None:
        self._run = self._world.runs.update(self._run, **changes)

    def _append(self, name: str, data: Mapping[str, Any]) -> None:
        self._world.logs.append(self._log, name, orjson.dumps(data))

    def _close(self, outcome: bytes, state: dict[str, Any]) -> None:
        finalize(self._world, self._run, state)
        self._log.result = outcome
        self._world.logs.close(self._log)
        if self._run.kwargs.get("temporary"):
            self._world.threads.discard(self._run.owner, self._run.thread_id)
        if (url := self._run.kwargs.get("webhook")) and self._world.allow_webhooks:
            self._world.schedule.run_in_background(deliver(url, self._webhook_payload(state)))

    def _webhook_payload(self, state: dict[str, Any]) -> dict[str, Any]:
        """Return the payload of the webhook."""
        now = iso_timestamp(self._world.clock.now())
        times = {"run_started_at": self._started_at, "run_ended_at": self._run.updated_at}
        error = {"error": state["error"]} if state["error"] else {}
        return {**self._run.to_json(), **times, "webhook_sent_at": now, "values": state["values"], **error}


class RunJob(UnfinishedRun):
    def __init__(self, world: World, run: Run, assistant: Assistant, log: RunLog, due: float) -> None:
        super().__init__(world, run, log)
        self.due = due
        self._assistant = assistant
        self._task: asyncio.Task[None] | None = None
        self._action = "interrupt"

    def stop(self, action: str) -> None:
        self._action = action
        if self._task:
            self._task.cancel()

    async def run(self) -> None:
        with untraced(allowed=self._world.allow_tracing):
            await self._run_untraced()

    async def _run_untraced(self) -> None:
        self._change(status="running")
        self._started_at = self._run.updated_at
        saver = self._world.checkpoints.live(self._run.thread_id)
        before = saver.clone()
        self._append("metadata", {"run_id": self.run_id, "attempt": 1})
        self._task = asyncio.create_task(self._execute(saver))
        await asyncio.wait([self._task])
        if not self._task.cancelled():
            await self._end(self._task.exception())
            return
        if self._action == "rollback":
            saver.restore(before)
        await self.withdraw(self._action)

    async def _execute(self, saver: Any) -> None:
        # langgraph takes half a second to import, and a mock without runs does not need it
        from mockserver.graphs.execute import execute  # noqa: PLC0415

        CUT.set(lambda: self._world.logs.cut(self._log))
        async for name, data in execute(self._world, self._run, self._assistant, saver):
            if not self._run.uses_protocol_v2:  # events of protocol v2 contain no plain values
                self._result.add(name, data)
            self._world.logs.append(self._log, name, data)

    async def _end(self, exception: BaseException | None) -> None:
        if exception is None:
            await self.succeed()
        else:
            logger.info("run %s failed", self.run_id, exc_info=exception)
            await self.fail({"error": type(exception).__name__, "message": _message(exception)})


def _message(exception: BaseException) -> str:
    """Return the message without lone surrogates, which JSON can't carry; `""` if `str()` raises."""
    try:
        return str(exception).encode(errors="replace").decode()
    except Exception:  # noqa: BLE001 a user's class may raise anything
        return ""


def finalize(world: World, run: Run, state: Mapping[str, Any]) -> None:
    """Update the thread after a run, unless it is temporary, to the state that `state_after` has returned."""
    try:
        thread = world.threads.get(run.owner, run.thread_id)
        if run.kwargs.get("temporary"):
            return
        busy = {"status": "busy"} if world.runs.unfinished(run.thread_id) else {}
        world.threads.update_state(thread, **{**state, **busy})
    except ThreadNotFound:
        logger.debug("thread %s of run %s was deleted", run.thread_id, run.run_id)


async def state_after(world: World, run: Run, error: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the state of the thread after a run, which failed if `error` is given."""
    state: dict[str, Any] = {"status": "idle", "values": None, "interrupts": {}}
    try:
        thread = world.threads.get(run.owner, run.thread_id)
        state |= {"values": thread.values, "interrupts": thread.interrupts}
        state = await states(world).latest(thread)
    except ThreadNotFound:
        pass  # `finalize` logs it
    except ApiError as problem:
        # values without a JSON form, or a graph that can't be loaded any more: not the run's fault
        logger.warning("the state after run %s can't be read: %s", run.run_id, problem.detail)
    failed = {"status": "error"} if error else {}
    return {**state, "error": error, **failed}

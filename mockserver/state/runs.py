"""The table of runs. A run is looked up by its thread, whose owner it shares."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from mockserver.errors import RunNotFound
from mockserver.state.changes import Changes, Tables
from mockserver.state.clock import Clock, iso_timestamp

Status = Literal["pending", "running", "success", "error", "timeout", "interrupted"]

PROTOCOL_V2_KEY = "__event_streaming_v2"
"""Key in `config.configurable`, as on the reference server, for a run in langgraph's event protocol."""

FINISHED = frozenset({"success", "error", "timeout", "interrupted"})


@dataclass(frozen=True, slots=True)
class Run:
    """A run. Times are strings in the API's format; metadata and `kwargs` are JSON."""

    run_id: str
    thread_id: str
    assistant_id: str
    owner: str
    created_at: str
    updated_at: str
    status: Status = "pending"
    metadata: Mapping[str, Any] = field(default_factory=dict)
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the run request: input, command, config, context, stream_mode, ..."""
    multitask_strategy: str = "enqueue"
    request_id: str | None = None
    """Id of the request that started the run; `None` for runs of crons."""

    @property
    def finished(self) -> bool:
        return self.status in FINISHED

    @property
    def uses_protocol_v2(self) -> bool:
        """Return whether the run uses langgraph's event protocol."""
        configurable = (self.kwargs.get("config") or {}).get("configurable") or {}
        return configurable.get(PROTOCOL_V2_KEY) is True

    def to_json(self) -> dict[str, Any]:
        return {
            "run_id": self.run_id,
            "thread_id": self.thread_id,
            "assistant_id": self.assistant_id,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "status": self.status,
            "metadata": self.metadata,
            "kwargs": self.kwargs,
            "multitask_strategy": self.multitask_strategy,
            "langsmith_session_name": None,
        }


class Runs:
    def __init__(self, clock: Clock, changes: Changes) -> None:
        self._clock = clock
        self._by_thread: Tables[str, str, Run] = changes.tables("runs")
        """Runs by thread, oldest first."""
        self._unfinished: defaultdict[str, dict[str, Run]] = defaultdict(dict)
        """Unfinished runs by thread, oldest first."""
        self._unfinished_of: defaultdict[str, dict[str, Run]] = defaultdict(dict)
        """Unfinished runs by owner."""
        self._by_status: Counter[str] = Counter()

    def get(self, thread_id: str, run_id: str) -> Run:
        try:
            return self._by_thread[thread_id][run_id]
        except KeyError:
            raise RunNotFound(run_id) from None

    def every(self) -> list[Run]:
        """Return the runs of all threads, each thread's oldest first."""
        return [run for runs in self._by_thread.values() for run in runs.values()]

    def has(self, run: Run) -> bool:
        return run.run_id in self._by_thread.get(run.thread_id, {})

    def of(self, thread_id: str) -> list[Run]:
        """Return the thread's runs, oldest first."""
        return list(self._by_thread.get(thread_id, {}).values())

    def unfinished(self, thread_id: str) -> list[Run]:
        """Return the thread's unfinished runs, oldest first."""
        return list(self._unfinished.get(thread_id, {}).values())

    def unfinished_of(self, owner: str) -> list[Run]:
        return list(self._unfinished_of.get(owner, {}).values())

    def by_status(self) -> Counter[str]:
        """Return the number of runs in each status."""
        return +self._by_status

    def add(self, run: Run) -> Run:
        self._count_out(run)
        self._by_thread.of(run.thread_id)[run.run_id] = run
        self._by_status[run.status] += 1
        if not run.finished:
            self._unfinished[run.thread_id][run.run_id] = run
            self._unfinished_of[run.owner][run.run_id] = run
        else:
            self._forget_unfinished(run)
        return run

    def update(self, run: Run, **changes: Any) -> Run:
        """Return the changed run, which is not stored if it was deleted in the meantime."""
        changed = replace(run, updated_at=iso_timestamp(self._clock.now()), **changes)
        return self.add(changed) if self.has(run) else changed

    def delete(self, run: Run) -> None:
        self._count_out(run)
        if self.has(run):
            del self._by_thread[run.thread_id][run.run_id]
        self._forget_unfinished(run)

    def delete_thread(self, thread_id: str) -> None:
        for run in self.of(thread_id):
            self.delete(run)
        self._by_thread.pop(thread_id, None)

    def _count_out(self, run: Run) -> None:
        """Remove the run's previous status from the counts."""
        if before := self._by_thread.get(run.thread_id, {}).get(run.run_id):
            self._by_status[before.status] -= 1

    def _forget_unfinished(self, run: Run) -> None:
        for table, key in ((self._unfinished, run.thread_id), (self._unfinished_of, run.owner)):
            if key in table:
                table[key].pop(run.run_id, None)
                if not table[key]:
                    del table[key]

"""The table of runs. A run is found through its thread, whose owner it shares."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from mockserver.errors import RunNotFound
from mockserver.state.clock import Clock, written
from mockserver.state.run import Run


class Runs:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_thread: dict[str, dict[str, Run]] = {}
        """Each thread's, oldest first."""

    def get(self, thread_id: str, run_id: str) -> Run:
        try:
            return self._by_thread[thread_id][run_id]
        except KeyError:
            raise RunNotFound(run_id) from None

    def has(self, run: Run) -> bool:
        return run.run_id in self._by_thread.get(run.thread_id, {})

    def of(self, thread_id: str) -> list[Run]:
        """Oldest first."""
        return list(self._by_thread.get(thread_id, {}).values())

    def unfinished(self, thread_id: str) -> list[Run]:
        return [run for run in self.of(thread_id) if not run.finished]

    def all_of(self, owner: str, statuses: Collection[str]) -> list[Run]:
        runs = (run for of_thread in self._by_thread.values() for run in of_thread.values())
        return [run for run in runs if run.owner == owner and run.status in statuses]

    def by_status(self) -> Counter[str]:
        """How many there are."""
        return Counter(run.status for of_thread in self._by_thread.values() for run in of_thread.values())

    def add(self, run: Run) -> Run:
        self._by_thread.setdefault(run.thread_id, {})[run.run_id] = run
        return run

    def update(self, run: Run, **changes: Any) -> Run:
        """Of a run that was deleted meanwhile nothing is kept."""
        changed = replace(run, updated_at=written(self._clock.now()), **changes)
        return self.add(changed) if self.has(run) else changed

    def delete(self, run: Run) -> None:
        self._by_thread.get(run.thread_id, {}).pop(run.run_id, None)

    def drop(self, thread_id: str) -> None:
        self._by_thread.pop(thread_id, None)

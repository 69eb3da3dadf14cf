"""The table of crons. Each owner sees their own and nothing of the others'."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import orjson

from mockserver.errors import BadRequest, CronNotFound, InvalidRequest
from mockserver.state.clock import Clock, written
from mockserver.state.cron import Cron
from mockserver.state.filters import CronFilter
from mockserver.state.ids import Ids
from mockserver.state.search import Page, Search, count
from mockserver.state.timetable import next_time


class Crons:
    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._by_owner: dict[str, dict[str, Cron]] = {}
        """Each owner's, in the order in which they were created."""
        self._on_thread: dict[str, dict[str, None]] = {}
        """Ids of those on a thread: it takes them with it."""

    def get(self, owner: str, cron_id: str) -> Cron:
        try:
            return self._by_owner[owner][cron_id]
        except KeyError:
            raise CronNotFound(cron_id) from None

    def create(self, owner: str, *, schedule: str, timezone: str | None, **content: Any) -> Cron:
        """`content` is the rest of what a cron has."""
        now = self._clock.now()
        following = next_time(schedule, timezone, now)
        cron = Cron(
            cron_id=self._ids.cron(now),
            owner=owner,
            schedule=schedule,
            timezone=timezone,
            next_run_date=following,
            due=self._clock.elapsed() + (following - now).total_seconds(),
            created_at=written(now),
            updated_at=written(now),
            **content,
        )
        payload = _naming(cron.payload, cron.cron_id)
        return self._keep(replace(cron, payload=payload))

    def update(self, cron: Cron, changes: Mapping[str, Any], payload: Mapping[str, Any]) -> Cron:
        """`changes` are its fields, `payload` what is asked anew."""
        whole = _naming({**cron.payload, **payload}, cron.cron_id)
        changed = replace(cron, updated_at=written(self._clock.now()), payload=whole, **changes)
        if changes.keys() & {"schedule", "timezone"}:
            changed = self._planned(changed, self._clock.now())
        return self._keep(changed)

    def delete(self, owner: str, cron_id: str) -> None:
        cron = self.get(owner, cron_id)
        mine = self._by_owner[owner]
        del mine[cron_id]
        if cron.thread_id:
            on_thread = self._on_thread[cron.thread_id]
            del on_thread[cron_id]
            if not on_thread:
                del self._on_thread[cron.thread_id]
        if not mine:
            del self._by_owner[owner]

    def forget(self, owner: str, gone: CronFilter) -> None:
        mine = self._of(owner)
        wanted = self._on_thread.get(gone.thread_id, ()) if gone.thread_id else mine
        for cron in [mine[cron_id] for cron_id in wanted if cron_id in mine]:
            if gone.admits(cron):
                self.delete(owner, cron.cron_id)

    async def search(self, owner: str, search: Search[Cron]) -> Page[Cron]:
        return await search.page(self._of(owner), kept_by="created_at", key=_order(search.sort_by))

    async def count(self, owner: str, wanted: CronFilter) -> int:
        return await count(wanted, self._of(owner))

    def next_due(self) -> float | None:
        """On `Clock.elapsed`; `None` if no run is to be made any more."""
        return min((cron.due for cron in self._going_on()), default=None)

    def take_due(self) -> list[Cron]:
        """Those whose time it is, the first one first. Each is put off to the next time."""
        due = sorted((cron for cron in self._going_on() if cron.due <= self._clock.elapsed()), key=_due)
        for cron in due:
            self._keep(self._put_off(cron))
        return due

    def _of(self, owner: str) -> dict[str, Cron]:
        return self._by_owner.get(owner, {})

    def _going_on(self) -> Iterator[Cron]:
        every = chain.from_iterable(mine.values() for mine in self._by_owner.values())
        return (cron for cron in every if cron.goes_on)

    def _planned(self, cron: Cron, after: datetime) -> Cron:
        following = next_time(cron.schedule, cron.timezone, after)
        due = self._clock.elapsed() + (following - after).total_seconds()
        return replace(cron, next_run_date=following, due=due)

    def _put_off(self, cron: Cron) -> Cron:
        """To the next time. One whose schedule names none any more is over."""
        # a logical clock may be behind the time that has come
        after = max(self._clock.now(), cron.next_run_date)
        try:
            return self._planned(cron, after)
        except BadRequest:
            return replace(cron, enabled=False)

    def _keep(self, cron: Cron) -> Cron:
        _ = cron.end  # now, so that what is no time is refused and not stored
        try:
            orjson.dumps(cron.to_json())  # the same of what JSON can't carry
        except orjson.JSONEncodeError as error:
            raise InvalidRequest("body", f"can't be stored as JSON: {error}") from error
        self._by_owner.setdefault(cron.owner, {})[cron.cron_id] = cron
        if cron.thread_id:
            self._on_thread.setdefault(cron.thread_id, {})[cron.cron_id] = None
        return cron


def _naming(payload: Mapping[str, Any], cron_id: str) -> dict[str, Any]:
    """Runs carry the id of their cron in their config."""
    config = payload.get("config") or {}
    configurable = {**(config.get("configurable") or {}), "cron_id": cron_id}
    return {**payload, "config": {**config, "configurable": configurable}}


def _due(cron: Cron) -> tuple[float, str]:
    return cron.due, cron.cron_id


def _order(sort_by: str) -> Callable[[Cron], tuple[Any, str]]:
    if sort_by == "end_time":
        never = datetime.max.replace(tzinfo=UTC)
        return lambda cron: (cron.end or never, cron.cron_id)
    return lambda cron: (getattr(cron, sort_by) or "", cron.cron_id)

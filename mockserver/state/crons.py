"""The table of crons. Each owner sees only their own."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from mockserver.errors import BadRequest, CronNotFound, InvalidRequest
from mockserver.state.changes import Changes
from mockserver.state.clock import Clock, iso_timestamp
from mockserver.state.containment import contains, effort
from mockserver.state.ids import Ids
from mockserver.state.owner_isolation import OwnerTables
from mockserver.state.search import Page, Search, count

RANDOM = re.compile(r"\br\b", re.IGNORECASE)
"""croniter's keyword for a random time, which is not reproducible with a seed."""

MAX_SCHEDULE_CHARS = 1000
"""Maximum characters of a schedule: longer ones are slow to parse, and they are parsed for each run."""


def next_time(schedule: str, timezone: str | None, after: datetime) -> datetime:
    """Return the first time after an instant, in UTC."""
    # croniter is slow to import, and most mocks have no crons
    from croniter import CroniterBadDateError, croniter  # noqa: PLC0415

    local = after.astimezone(_zone(timezone))
    if len(schedule) > MAX_SCHEDULE_CHARS:
        raise InvalidRequest("body.schedule", f"longer than {MAX_SCHEDULE_CHARS} characters")
    if RANDOM.search(schedule):
        raise InvalidRequest("body.schedule", f"{schedule!r} has a random time, which a seed can't reproduce")
    try:
        following: datetime = croniter(schedule, local).get_next(datetime)
    except CroniterBadDateError as error:
        raise BadRequest(f"body.schedule: {schedule!r} has no time in the future") from error
    except (ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise InvalidRequest(
            "body.schedule", f"{schedule!r} is not a valid cron schedule: {error}"
        ) from error
    return following.astimezone(UTC)


def _zone(timezone: str | None) -> tzinfo:
    if timezone is None:
        return UTC
    try:
        return ZoneInfo(timezone)
    except (ValueError, LookupError, OSError) as error:  # the name may be a path or a folder of names
        raise InvalidRequest(
            "body.timezone", f"{timezone[:MAX_SCHEDULE_CHARS]!r} is not an IANA time zone"
        ) from error


OF_THE_CRON = frozenset({"schedule", "timezone", "end_time", "enabled", "on_run_completed"})
"""Fields of a request that describe the cron, not its runs."""
OF_ITS_RUNS = frozenset(
    {
        "assistant_id",
        "config",
        "context",
        "durability",
        "input",
        "interrupt_after",
        "interrupt_before",
        "metadata",
        "multitask_strategy",
        "stream_mode",
        "stream_resumable",
        "stream_subgraphs",
        "webhook",
    }
)
"""Fields of a request that describe the runs. Further fields are stored without effect."""


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron. String times are in the API's format; payload and metadata are JSON."""

    cron_id: str
    owner: str
    assistant_id: str
    thread_id: str | None
    """Thread of all runs; `None` if each run creates its own thread."""
    schedule: str
    next_run_date: datetime
    due: float
    """`next_run_date` on `Clock.elapsed`."""
    created_at: str
    updated_at: str
    timezone: str | None = None
    end_time: str | None = None
    """The string that the client sent."""
    on_run_completed: str | None = None
    """`delete` or `keep` the thread of a run; `None` for a cron on a thread, which is kept."""
    enabled: bool = True
    metadata: Mapping[str, Any] = field(default_factory=dict)
    payload: Mapping[str, Any] = field(default_factory=dict)
    """The client's request, merged with its updates."""

    @property
    def end(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.end_time) if self.end_time else None
        except ValueError as error:  # a leap second or the year 0, which the schema allows
            raise InvalidRequest("body.end_time", f"{self.end_time!r}: {error}") from error

    @property
    def goes_on(self) -> bool:
        """Return whether the cron has another run."""
        return self.enabled and (self.end is None or self.next_run_date <= self.end)

    @property
    def run_request(self) -> dict[str, Any]:
        """Return the run request for one of its runs."""
        body = of_its_runs(self.payload)
        if body.get("context"):  # a run can't have both `context` and `configurable`
            body["config"] = {key: value for key, value in body["config"].items() if key != "configurable"}
        return {**body, "metadata": self.metadata, "on_completion": self.on_run_completed or "keep"}

    def to_json(self) -> dict[str, Any]:
        return {
            "cron_id": self.cron_id,
            "assistant_id": self.assistant_id,
            "thread_id": self.thread_id,
            "user_id": self.owner,
            "end_time": self.end_time,
            "schedule": self.schedule,
            "timezone": self.timezone,
            "payload": self.payload,
            "next_run_date": self.next_run_date.isoformat(),
            "metadata": self.metadata,
            "on_run_completed": self.on_run_completed,
            "enabled": self.enabled,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        }


def of_its_runs(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name in OF_ITS_RUNS}


@dataclass(frozen=True, slots=True)
class CronFilter:
    """Conditions of a search. Empty ones are ignored."""

    assistant_id: str | None = None
    thread_id: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    enabled: bool | None = None

    @property
    def effort(self) -> float:
        """Upper bound of the comparisons per item."""
        return effort(self.metadata)

    def admits(self, cron: Cron) -> bool:
        return (
            (self.assistant_id is None or cron.assistant_id == self.assistant_id)
            and (self.thread_id is None or cron.thread_id == self.thread_id)
            and (not self.metadata or contains(cron.metadata, self.metadata))
            and (self.enabled is None or cron.enabled == self.enabled)
        )


class Crons:
    def __init__(self, clock: Clock, ids: Ids, changes: Changes) -> None:
        self._clock = clock
        self._ids = ids
        self._by_owner: OwnerTables[str, Cron] = OwnerTables(changes, "crons")
        """Crons by owner, in order of creation."""
        self._on_thread: dict[str, dict[str, None]] = {}
        """Ids of the crons on each thread, which are deleted with it."""

    def every(self) -> list[Cron]:
        """Return the crons of all owners, each owner's in order of creation."""
        return [*self._by_owner]

    def restore(self, crons: Iterable[Cron]) -> None:
        """Add crons, in the order of `every`.

        Raises:
            InvalidRequest, BadRequest: a schedule or a time is invalid.

        """
        for cron in crons:
            next_time(cron.schedule, cron.timezone, cron.next_run_date)
            self._keep(cron)

    def get(self, owner: str, cron_id: str) -> Cron:
        try:
            return self._by_owner.of(owner)[cron_id]
        except KeyError:
            raise CronNotFound(cron_id) from None

    def create(self, owner: str, *, schedule: str, timezone: str | None, **content: Any) -> Cron:
        """Create a cron. `content` has its other fields."""
        now = self._clock.now()
        following = next_time(schedule, timezone, now)
        cron = Cron(
            cron_id=self._ids.cron(now),
            owner=owner,
            schedule=schedule,
            timezone=timezone,
            next_run_date=following,
            due=self._clock.elapsed_at(following, after=now),
            created_at=iso_timestamp(now),
            updated_at=iso_timestamp(now),
            **content,
        )
        payload = _naming(cron.payload, cron.cron_id)
        return self._keep(replace(cron, payload=payload))

    def update(self, cron: Cron, changes: Mapping[str, Any], payload: Mapping[str, Any]) -> Cron:
        """Update a cron. `changes` are its fields, `payload` the new part of the request."""
        full_payload = _naming({**cron.payload, **payload}, cron.cron_id)
        changed = replace(cron, updated_at=iso_timestamp(self._clock.now()), payload=full_payload, **changes)
        if changes.keys() & {"schedule", "timezone"}:
            changed = self._planned(changed, self._clock.now())
        return self._keep(changed)

    def delete(self, owner: str, cron_id: str) -> None:
        cron = self.get(owner, cron_id)
        self._by_owner.remove(owner, cron_id)
        if cron.thread_id:
            on_thread = self._on_thread[cron.thread_id]
            del on_thread[cron_id]
            if not on_thread:
                del self._on_thread[cron.thread_id]

    def forget(self, owner: str, gone: CronFilter) -> None:
        crons = self._by_owner.of(owner)
        cron_ids = self._on_thread.get(gone.thread_id, ()) if gone.thread_id else crons
        for cron in [crons[cron_id] for cron_id in cron_ids if cron_id in crons]:
            if gone.admits(cron):
                self.delete(owner, cron.cron_id)

    async def search(self, owner: str, search: Search[Cron]) -> Page[Cron]:
        return await search.page(self._by_owner.of(owner), kept_by="created_at", key=_order(search.sort_by))

    async def count(self, owner: str, conditions: CronFilter) -> int:
        return await count(conditions, self._by_owner.of(owner))

    def next_due(self) -> float | None:
        """Return the next due time on `Clock.elapsed`; `None` without further runs."""
        return min((cron.due for cron in self._going_on()), default=None)

    def take_due(self) -> list[Cron]:
        """Return the due crons, earliest first, after advancing each to its next time."""
        due = sorted((cron for cron in self._going_on() if cron.due <= self._clock.elapsed()), key=_due)
        for cron in due:
            self._keep(self._put_off(cron))
        return due

    def _going_on(self) -> Iterator[Cron]:
        return (cron for cron in self._by_owner if cron.goes_on)

    def _planned(self, cron: Cron, after: datetime) -> Cron:
        following = next_time(cron.schedule, cron.timezone, after)
        return replace(cron, next_run_date=following, due=self._clock.elapsed_at(following, after=after))

    def _put_off(self, cron: Cron) -> Cron:
        """Advance the cron to its next time. Disable it if its schedule has none."""
        # a logical clock may be behind the due time
        after = max(self._clock.now(), cron.next_run_date)
        try:
            return self._planned(cron, after)
        except BadRequest:
            return replace(cron, enabled=False)

    def _keep(self, cron: Cron) -> Cron:
        _ = cron.end  # reject invalid times before they are stored
        try:
            orjson.dumps(cron.to_json())  # likewise for values without a JSON form
        except orjson.JSONEncodeError as error:
            raise InvalidRequest("body", f"can't be stored as JSON: {error}") from error
        self._by_owner.put(cron.owner, cron.cron_id, cron)
        if cron.thread_id:
            self._on_thread.setdefault(cron.thread_id, {})[cron.cron_id] = None
        return cron


def _naming(payload: Mapping[str, Any], cron_id: str) -> dict[str, Any]:
    """Add the cron's id to the config of its runs."""
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

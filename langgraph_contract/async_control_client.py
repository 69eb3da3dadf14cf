"""The asynchronous form of `control_client`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import httpx
from typing_extensions import Unpack

from langgraph_contract.control_error import ControlError, checked
from langgraph_contract.control_requests import (
    HEADER,
    TOKEN,
    Entry,
    EntryConditions,
    FaultOptions,
    conditions,
    document,
    fault,
    order,
    verification,
)
from langgraph_contract.journal_table import failure, table

if TYPE_CHECKING:
    from langgraph_sdk.client import LangGraphClient

__all__ = ["AsyncControlClient", "ControlError"]

TIMEOUT_SECONDS = 60.0


class AsyncControlClient:
    """A session of a running mock: its faults, journal, clock, scenarios and state."""

    def __init__(
        self, server: str, session: str | None = None, *, url: str | None = None, token: str | None = None
    ) -> None:
        """Connect to the mock at the URL `server`. Without `session`, use the default one.

        `url` is the URL for the code under test, if it is another one.
        """
        self.server = server
        self.session = session
        self.url = url or server
        self.headers: dict[str, str] = {HEADER: session} if session else {}
        """Headers that choose the session."""
        credentials = {TOKEN: token} if token else {}
        self._headers = {**self.headers, **credentials}
        self.clock = AsyncClockClient(self)
        self.journal = AsyncJournalClient(self)

    async def request(self, method: str, path: str, **kwargs: Any) -> Any:
        """Send a request to the control plane and return the JSON of its response.

        Raises:
            ControlError: the response is an error.

        """
        # a client per request works in any event loop and needs no closing
        async with httpx.AsyncClient(headers=self._headers, trust_env=False) as client:
            options = {"timeout": TIMEOUT_SECONDS, **kwargs}
            return checked(await client.request(method, f"{self.server}/_mock{path}", **options))

    def client(self, **kwargs: Any) -> "LangGraphClient":
        """Return a client of `langgraph_sdk` for this session."""
        from langgraph_sdk import get_client  # noqa: PLC0415

        headers = {**self.headers, **kwargs.pop("headers", {})}
        return get_client(url=self.url, headers=headers, **kwargs)

    async def fault(self, **options: Unpack[FaultOptions]) -> dict[str, Any]:
        """Add a fault and return it: `fault(operation="create_thread", status=429, times=1)`."""
        return dict(await self.request("POST", "/faults", json=fault(options)))

    async def faults(self) -> list[dict[str, Any]]:
        return list(await self.request("GET", "/faults"))

    async def clear_faults(self) -> None:
        await self.request("DELETE", "/faults")

    async def scenario(self, name: str, content: str | Mapping[str, Any]) -> Any:
        """Add a scenario, or replace the one with this name; `content` is YAML or the parsed scenario."""
        return await self.request("PUT", f"/scenarios/{name}", **document(content))

    async def reset(self, **start: Any) -> None:
        """Empty the session. `now` and `frozen` set its new clock."""
        await self.request("POST", "/reset", json=start)

    async def snapshot(self) -> dict[str, Any]:
        return dict(await self.request("GET", "/snapshot"))

    async def restore(self, snapshot: Mapping[str, Any]) -> None:
        await self.request("PUT", "/snapshot", json=snapshot)

    async def seed(self, data: str | Mapping[str, Any]) -> dict[str, Any]:
        """Create threads, assistants, items and crons; return the ids. `data` is YAML or the parsed data."""
        return dict(await self.request("POST", "/seed", **document(data)))

    async def delete(self) -> None:
        """Delete the session; the default one is emptied."""
        await self.request("DELETE", f"/sessions/{self.session or 'default'}")


class AsyncClockClient:
    """The clock of the session."""

    def __init__(self, control: AsyncControlClient) -> None:
        self._control = control

    async def get(self) -> dict[str, Any]:
        return dict(await self._control.request("GET", "/clock"))

    async def freeze(self) -> dict[str, Any]:
        return dict(await self._control.request("PATCH", "/clock", json={"frozen": True}))

    async def resume(self) -> dict[str, Any]:
        return dict(await self._control.request("PATCH", "/clock", json={"frozen": False}))

    async def set(self, now: str) -> dict[str, Any]:
        """Set the clock to a time such as `2030-01-01T00:00:00Z`."""
        return dict(await self._control.request("PATCH", "/clock", json={"now": now}))

    async def advance(self, seconds: float) -> dict[str, Any]:
        return dict(await self._control.request("POST", "/clock/advance", json={"seconds": seconds}))


class AsyncJournalClient:
    """The journal of the session."""

    def __init__(self, control: AsyncControlClient) -> None:
        self._control = control

    async def entries(self, *, after: int = 0, **match: Unpack[EntryConditions]) -> list[Entry]:
        """Return the matching entries, oldest first."""
        query = {**conditions(match), "after": after, "limit": 1000}
        return list((await self._control.request("GET", "/journal", params=query))["entries"])

    async def last_number(self) -> int:
        """Return the number of the latest entry, for `after`."""
        return int((await self._control.request("GET", "/journal", params={"limit": 0}))["last_number"])

    async def wait(
        self,
        *,
        seconds: float = 10.0,
        after: int = 0,
        in_progress: bool = False,
        **match: Unpack[EntryConditions],
    ) -> Entry:
        """Return the first matching entry after number `after`; wait for it if necessary.

        Raises:
            AssertionError: none came in time; the message shows the journal.

        """
        limits = {"timeout": seconds, "after": after, "in_progress": in_progress}
        body = {"match": conditions(match), **limits}
        found = await self._control.request(
            "POST", "/journal/wait", json=body, timeout=seconds + TIMEOUT_SECONDS
        )
        if found["entry"] is None:
            shown = await self.table()
            raise AssertionError(f"no matching request in {seconds} s: {conditions(match)}\n\n{shown}")
        return dict(found["entry"])

    async def verify(
        self, times: int | Mapping[str, int] | None = None, **match: Unpack[EntryConditions]
    ) -> None:
        """Check how often matching requests came: `verify(operation="create_thread", times=1)`.

        `times` is a number, or bounds: `{"at_least": 1, "at_most": 3}`. By default it is at least once.

        Raises:
            AssertionError: they came more or less often; the message shows the journal.

        """
        await self._verify(verification(match, times))

    async def verify_never(self, **match: Unpack[EntryConditions]) -> None:
        """Check that no matching request came.

        Raises:
            AssertionError: one came; the message shows the journal.

        """
        await self._verify(verification(match, 0))

    async def verify_order(self, *steps: EntryConditions) -> None:
        """Check that matching requests came in this order; others may have come between them.

        Raises:
            AssertionError: they did not; the message shows the journal.

        """
        await self._verify(order(steps))

    async def clear(self) -> None:
        await self._control.request("DELETE", "/journal")

    async def table(self) -> str:
        """Return the journal as a table."""
        return table(await self.entries())

    async def _verify(self, body: Mapping[str, Any]) -> None:
        verdict = await self._control.request("POST", "/verify", json=body)
        if not verdict["verified"]:
            raise AssertionError(failure(verdict))

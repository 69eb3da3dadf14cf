"""Typed client of the control plane of `langgraph-mock`, for one session."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

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
    from langgraph_sdk.client import SyncLangGraphClient

__all__ = ["ControlClient", "ControlError"]

TIMEOUT_SECONDS = 60.0


class ControlClient:
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
        self._http = httpx.Client(
            base_url=server, headers={**self.headers, **credentials}, timeout=TIMEOUT_SECONDS, trust_env=False
        )
        self.clock = ClockClient(self)
        self.journal = JournalClient(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def request(self, method: str, path: str, **kwargs: Any) -> Any:
        """Send a request to the control plane and return the JSON of its response.

        Raises:
            ControlError: the response is an error.

        """
        return checked(self._http.request(method, f"/_mock{path}", **kwargs))

    def client(self, **kwargs: Any) -> "SyncLangGraphClient":
        """Return a client of `langgraph_sdk` for this session."""
        from langgraph_sdk import get_sync_client  # noqa: PLC0415

        headers = {**self.headers, **kwargs.pop("headers", {})}
        return get_sync_client(url=self.url, headers=headers, **kwargs)

    def fault(self, **options: Unpack[FaultOptions]) -> dict[str, Any]:
        """Add a fault and return it: `fault(operation="create_thread", status=429, times=1)`."""
        return dict(self.request("POST", "/faults", json=fault(options)))

    def faults(self) -> list[dict[str, Any]]:
        return list(self.request("GET", "/faults"))

    def clear_faults(self) -> None:
        self.request("DELETE", "/faults")

    def scenario(self, name: str, content: str | Mapping[str, Any]) -> Any:
        """Add a scenario, or replace the one with this name; `content` is YAML or the parsed scenario."""
        return self.request("PUT", f"/scenarios/{name}", **document(content))

    def reset(self, **start: Any) -> None:
        """Empty the session. `now` and `frozen` set its new clock."""
        self.request("POST", "/reset", json=start)

    def snapshot(self) -> dict[str, Any]:
        return dict(self.request("GET", "/snapshot"))

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        self.request("PUT", "/snapshot", json=snapshot)

    def seed(self, data: str | Mapping[str, Any]) -> dict[str, Any]:
        """Create threads, assistants, items and crons; return the ids. `data` is YAML or the parsed data."""
        return dict(self.request("POST", "/seed", **document(data)))

    def delete(self) -> None:
        """Delete the session; the default one is emptied."""
        self.request("DELETE", f"/sessions/{self.session or 'default'}")


class ClockClient:
    """The clock of the session."""

    def __init__(self, control: ControlClient) -> None:
        self._control = control

    def get(self) -> dict[str, Any]:
        return dict(self._control.request("GET", "/clock"))

    def freeze(self) -> dict[str, Any]:
        return dict(self._control.request("PATCH", "/clock", json={"frozen": True}))

    def resume(self) -> dict[str, Any]:
        return dict(self._control.request("PATCH", "/clock", json={"frozen": False}))

    def set(self, now: str) -> dict[str, Any]:
        """Set the clock to a time such as `2030-01-01T00:00:00Z`."""
        return dict(self._control.request("PATCH", "/clock", json={"now": now}))

    def advance(self, seconds: float) -> dict[str, Any]:
        return dict(self._control.request("POST", "/clock/advance", json={"seconds": seconds}))


class JournalClient:
    """The journal of the session."""

    def __init__(self, control: ControlClient) -> None:
        self._control = control

    def entries(self, *, after: int = 0, **match: Unpack[EntryConditions]) -> list[Entry]:
        """Return the matching entries, oldest first."""
        query = {**conditions(match), "after": after, "limit": 1000}
        return list(self._control.request("GET", "/journal", params=query)["entries"])

    def last_number(self) -> int:
        """Return the number of the latest entry, for `after`."""
        return int(self._control.request("GET", "/journal", params={"limit": 0})["last_number"])

    def wait(
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
        found = self._control.request("POST", "/journal/wait", json=body, timeout=seconds + TIMEOUT_SECONDS)
        if found["entry"] is None:
            shown = self.table()
            raise AssertionError(f"no matching request in {seconds} s: {conditions(match)}\n\n{shown}")
        return dict(found["entry"])

    def verify(self, times: int | Mapping[str, int] | None = None, **match: Unpack[EntryConditions]) -> None:
        """Check how often matching requests came: `verify(operation="create_thread", times=1)`.

        `times` is a number, or bounds: `{"at_least": 1, "at_most": 3}`. By default it is at least once.

        Raises:
            AssertionError: they came more or less often; the message shows the journal.

        """
        self._verify(verification(match, times))

    def verify_never(self, **match: Unpack[EntryConditions]) -> None:
        """Check that no matching request came.

        Raises:
            AssertionError: one came; the message shows the journal.

        """
        self._verify(verification(match, 0))

    def verify_order(self, *steps: EntryConditions) -> None:
        """Check that matching requests came in this order; others may have come between them.

        Raises:
            AssertionError: they did not; the message shows the journal.

        """
        self._verify(order(steps))

    def clear(self) -> None:
        self._control.request("DELETE", "/journal")

    def table(self) -> str:
        """Return the journal as a table."""
        return table(self.entries())

    def _verify(self, body: Mapping[str, Any]) -> None:
        verdict = self._control.request("POST", "/verify", json=body)
        if not verdict["verified"]:
            raise AssertionError(failure(verdict))

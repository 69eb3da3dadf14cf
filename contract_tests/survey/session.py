"""One realistic session: the requests of the survey, and the resources that they share."""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from contract_tests.client.operation_request import NO_BODY, OperationRequest, UnsendableRequest
from contract_tests.client.stream import StreamedExchange
from contract_tests.client.target import CredentialsExpired, Owner
from contract_tests.contract import Json, Operation
from contract_tests.findings.finding import InvalidRequest, NoVerdict, RequirementNotMet
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.created_resources import LOCATED
from contract_tests.harness.run_context import RunContext
from contract_tests.operation_groups import ENDLESS_STREAMS

READ_SECONDS = 6.0
"""Seconds to read a stream."""

ENDLESS_SECONDS = 0.3
"""Seconds to read a stream that has no end."""

OPEN_SECONDS = 1.0
"""Seconds to read a stream of an operation whose streams stay open."""

UNFINISHED = ("pending", "running")
"""Statuses of an unfinished run."""

MAX_WAIT_SECONDS = 30.0
"""Seconds that the survey waits in total for runs and streams that do not end."""

MIN_WAIT_SECONDS = 0.5
"""Seconds to wait for each of them after that, in addition to some round trips."""

ROUND_TRIPS = 5
"""Number of the target's round trips added to every wait."""

MAX_SILENCES = 4
"""Number of requests without a response after which no other operation is tried."""

Unsent = (NoVerdict, InvalidRequest, UnsendableRequest, RequirementNotMet, CredentialsExpired)
"""Exceptions of a request that could not be built from earlier responses, or had no response.

The checks report expired credentials.
"""


@dataclass
class Session:
    """Requests whose responses are not validated: an error is an answer to the survey's question."""

    ctx: CheckContext
    kept: CheckContext
    """Creates what the checks need, too."""
    thread_id: str = ""
    """Thread with a finished run, if the target runs anything."""
    unused_thread_id: str = ""
    """Thread on which no run was accepted."""
    run_id: str = ""
    checkpoint_id: str = ""
    runs: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Thread and checkpoint of a run of each graph, by what the run named."""
    unknown_thread: StreamedExchange | None = None
    """Response about a thread that does not exist."""
    listed_assistant_id: str = ""
    """Id of an assistant that exists without being created."""
    keeps_assistants: bool | None = None
    """True if a created assistant can be read; false if only others can. `None` if not tried."""
    keeps_crons: bool | None = None
    """False if a created cron is neither read by its id nor found by a search. `None` if not known."""
    unknown_run: Any = None
    """Observations on a run of an unknown assistant. `None` if not tried."""
    creates_anything: bool | None = None
    """True if an assistant of an unknown graph is created. `None` if not tried."""
    endless_streams: dict[str, None] = field(default_factory=dict)
    """Ids of operations whose stream stayed open although its run had ended."""
    silences: int = 0
    """Number of requests without a response."""
    last: dict[str, StreamedExchange] = field(default_factory=dict)
    """Latest response by operation id."""
    _wait_left: float = MAX_WAIT_SECONDS

    @property
    def run_context(self) -> RunContext:
        return self.ctx.run_context

    def patience(self, seconds: float) -> float:
        """Return the seconds to wait: fewer after waits that timed out, more for a distant target."""
        return max(min(seconds, self._wait_left), MIN_WAIT_SECONDS) + ROUND_TRIPS * self.ctx.round_trip

    def note_wait(self, seconds: float) -> None:
        """Count the seconds of a wait that timed out."""
        self._wait_left -= seconds

    def send(
        self,
        operation_id: str,
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Json = NO_BODY,
        owner: Owner = "first",
        at_most: float = READ_SECONDS,
    ) -> StreamedExchange | None:
        """Send one request; `None` if it could not be sent, or had no response."""
        request = OperationRequest(path or {}, query or {}, {}, body)
        return self.send_request(operation_id, request, owner, at_most)

    def send_request(
        self,
        operation_id: str,
        request: OperationRequest,
        owner: Owner = "first",
        at_most: float = READ_SECONDS,
    ) -> StreamedExchange | None:
        operation: Operation = self.run_context.contract.by_id[operation_id]
        is_endless = operation_id in ENDLESS_STREAMS
        if operation_id in self.endless_streams:
            at_most = OPEN_SECONDS
        seconds = ENDLESS_SECONDS if is_endless else self.patience(at_most)
        started = time.monotonic()
        exchange = self._respond(operation, request, owner, seconds)
        if exchange is not None and exchange.status:
            if not exchange.is_complete and not is_endless:
                self.note_wait(time.monotonic() - started)
                if operation_id not in self.endless_streams and self._has_run_ended(exchange):
                    self.endless_streams[operation_id] = None
            if owner == "first":
                self.last[operation_id] = exchange
            return exchange
        if exchange is not None:
            self.note_wait(time.monotonic() - started)
            self.silences += 1
        # One operation without a response is not the whole server, which is given up after some in a row.
        with suppress(*Unsent):
            self.ctx.send(self.run_context.contract.by_id["get_ok"], OperationRequest())
        return None

    def _respond(
        self, operation: Operation, request: OperationRequest, owner: Owner, seconds: float
    ) -> StreamedExchange | None:
        """Send a request, and again after a server error: it may occur now and then, and prove no fact."""
        exchange, again = None, None
        with suppress(*Unsent):
            exchange = self.ctx.send(operation, request, owner=owner, at_most=seconds)
            if exchange.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                again = self.ctx.send(operation, request, owner=owner, at_most=seconds)
        return again if again is not None and again.ok else exchange

    def _has_run_ended(self, streamed: StreamedExchange) -> bool:
        """Return whether the run of a stream that was left has ended."""
        run = LOCATED.fullmatch(str(streamed.headers.get("content-location", "")))
        if run is None:
            return False
        read = self.send("get_thread_run", path=run.groupdict())
        return text_at(read, "status") not in {"", *UNFINISHED}

    def keep(self, operation_id: str, owner: Owner = "first", **body: Json) -> StreamedExchange | None:
        """Create something that stays until the end of the run."""
        operation = self.run_context.contract.by_id[operation_id]
        with suppress(*Unsent):
            request = OperationRequest(body={**body, "metadata": self.kept.mark})
            return self.kept.send(operation, request, owner=owner)
        return None

    def keep_assistant(self, graph_id: str, owner: Owner = "first") -> str:
        """Create an assistant that stays until the end of the run, and return its id; empty if refused."""
        created = text_at(self.keep("create_assistant", owner, graph_id=graph_id), "assistant_id")
        if created:
            return created
        # Some servers allow one assistant for each graph and configuration.
        config = {"configurable": {"survey": self.kept.new_id()}}
        again = self.keep("create_assistant", owner, graph_id=graph_id, config=config)
        return text_at(again, "assistant_id")

    def create_thread(self, owner: Owner = "first") -> str:
        """Create a thread and return its id; empty if the target creates none."""
        body = {"thread_id": self.ctx.new_id(), "metadata": self.ctx.mark}
        created = self.send("create_thread", body=body, owner=owner)
        if created is None or not created.ok:
            created = self.send("create_thread", body={"metadata": self.ctx.mark}, owner=owner)
        return text_at(created, "thread_id")


def field_of(exchange: StreamedExchange | None, *keys: str | int) -> Json:
    """Return the value at these keys of a successful response, or `None`."""
    return value_at(exchange.json, *keys) if exchange is not None and exchange.ok else None


def value_at(value: Json, *keys: str | int) -> Json:
    """Return the value at these keys, or `None`."""
    for key in keys:
        if isinstance(key, str) and isinstance(value, dict):
            value = value.get(key)
        elif isinstance(key, int) and isinstance(value, list) and len(value) > key:
            value = value[key]
        else:
            return None
    return value


def list_at(value: Json, *keys: str | int) -> list[Json]:
    """Return the array at these keys, or an empty one."""
    found = value_at(value, *keys)
    return found if isinstance(found, list) else []


def text_at(exchange: StreamedExchange | None, *keys: str | int) -> str:
    """Return the text or integer at these keys of a successful response as a text; empty if there is none."""
    value = field_of(exchange, *keys)
    is_integer = isinstance(value, int) and not isinstance(value, bool)  # some servers number resources
    return str(value) if is_integer or isinstance(value, str) else ""

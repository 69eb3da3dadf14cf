"""Context of a check: what one check can send, require and create on one target.

Requests: `call` sends one request of an operation and returns the exchange. `stream` does so for an event
stream, and reads it to its end or up to a given event. `open_stream` opens a stream that is read step by step
between other requests:

    with ctx.open_stream("stream_thread", path={"thread_id": thread_id}) as reader:
        ctx.call("create_thread_run", ...)
        event = reader.next()                                  # None after the last event
        events = reader.read_until(lambda event: event.name == "error")

An exchange with a stream has `events` (each with `name`, `data`, `id`, and `at`, the seconds from the request
until the event was read), `comments`, and `is_complete`, which is true if the target closed it. Events read
late have late times; use `stream` where the time matters.

Resources: the functions in `contract_tests/actions/` create threads, runs and others. `graph_for` returns the
target's graph for a role, or skips the check. Everything created carries `mark` or a `new_id`, and is removed
at the end.

Assertions: `need` requires a positive control, without which the check is blocked; `expect` requires
what the check is about. The functions in `expect.py` and `polling.py` state more.
"""

import random
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from statistics import median
from types import TracebackType
from typing import Any, Self, TypedDict, Unpack

from contract_tests.client.exchange import Exchange, Request
from contract_tests.client.operation_request import NO_BODY, OperationRequest
from contract_tests.client.stream import Reader, StreamedEvent, StreamedExchange
from contract_tests.client.target import READ_SECONDS, Owner
from contract_tests.contract import Json, Operation
from contract_tests.findings.finding import Blocked, InvalidResponse, RequestRefused, RequirementNotMet
from contract_tests.findings.replay import ANY_RUN, RUN
from contract_tests.findings.survey import Role
from contract_tests.harness.created_resources import MARK
from contract_tests.harness.request_builder import RequestBuilder
from contract_tests.harness.require_operation import require_prerequisite
from contract_tests.harness.resource_tracker import ResourceTracker
from contract_tests.harness.response_validator import ResponseValidator
from contract_tests.harness.run_context import RunContext

OPEN_SECONDS = 1.0
"""Seconds to read a stream that stays open after its run, in addition to the time of a run."""

STORING = "put_item"
"""Operation that stores an item."""

ROUND_TRIPS = 20
"""Number of the target's round trips added to every timeout."""


class Parts(TypedDict, total=False):
    """Parts of a request, and how it is sent."""

    path: Mapping[str, str] | None
    query: Mapping[str, Any] | None
    body: Json
    headers: Mapping[str, str] | None
    other: bool
    """True to send it as the second owner."""
    valid: bool
    """False if the request violates the contract on purpose; otherwise a violation is an internal error."""


@dataclass
class CheckContext:
    """Context of a check. As a context manager, it removes at the end what the check created."""

    run_context: RunContext
    operation: Operation
    name: str
    """Name of the check, with the operation if there are several."""
    exchanges: list[Exchange] = field(default_factory=list)
    """All exchanges."""
    whole_replay: bool = False
    """True to repeat all requests in replays, also about resources that the failing request does not name."""
    shown: dict[str, str] = field(default_factory=dict)
    """Replacements in reports for our own texts that differ in each run."""
    wrong: list[InvalidResponse] = field(default_factory=list)
    """Invalid responses. They become findings, and the check continues as long as it can."""
    is_delayed: bool = False
    """True if a rate limit delayed a request while a stream was open: what the check saw may be too late."""

    def __post_init__(self) -> None:
        run = self.run_context
        self._ids = random.Random(f"{run.seed}/{self.name}")  # noqa: S311 - they have to repeat
        self._tracker = ResourceTracker(run.target, run.cleanup, self.mark, self.exchanges)
        self.requests = RequestBuilder(self.run_context.validity, self.exchanges, self.issued)
        self._responses = ResponseValidator(self.run_context, self.operation, self.wrong)

    @property
    def issued(self) -> set[str]:
        """Ids that we generated."""
        return self._tracker.issued

    @property
    def overlapping(self) -> Sequence[Request]:
        """Requests whose responses had not ended when others were sent."""
        return self._tracker.overlapping

    def note_end(self, exchange: Exchange, place: int) -> None:
        """Record an exchange as it has ended at its place in the list."""
        self._tracker.note_end(exchange, place)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tracker.remove()

    # Requests

    def call(self, operation_id: str, **parts: Unpack[Parts]) -> Exchange:
        """Send one request of an operation. An invalid response becomes a separate finding."""
        request, owner = self._request(operation_id, parts)
        return self.validated(self._tracker.send(request, owner, operation_id, READ_SECONDS))

    def _request(self, operation_id: str, parts: Parts) -> tuple[Request, Owner]:
        operation = self.run_context.contract.by_id[operation_id]
        self._require(operation)
        request = OperationRequest(
            parts.get("path") or {},
            parts.get("query") or {},
            parts.get("headers") or {},
            parts.get("body", NO_BODY),
        )
        owner: Owner = "other" if parts.get("other") else "first"
        request = self._with_item_fields(operation, request, owner)
        return self.requests.request(operation, request, valid=parts.get("valid", True)), owner

    def _with_item_fields(
        self, operation: Operation, request: OperationRequest, owner: Owner
    ) -> OperationRequest:
        """Return the request; if it stores an item, with the fields by which its owner finds it."""
        fields, body = self.run_context.survey.item_fields.get(owner), request.body
        if operation.id != STORING or not fields or not isinstance(body, dict):
            return request
        value = body.get("value")
        return (
            replace(request, body={**body, "value": {**fields, **value}})
            if isinstance(value, dict)
            else request
        )

    def raw(
        self,
        method: str,
        path: str,
        *,
        content: bytes | str = b"",
        headers: Mapping[str, str] | None = None,
        other: bool = False,
        operation_id: str | None = None,
    ) -> Exchange:
        """Send a request outside the contract, such as a wrong method or a body that is not valid JSON.

        With an `operation_id`, the response is validated as one of that operation, and counted.
        """
        body = content.encode() if isinstance(content, str) else content
        request = Request(method, path, headers or {}, body)
        owner: Owner = "other" if other else "first"
        return self.validated(self._tracker.send(request, owner, operation_id, READ_SECONDS, follow=False))

    def stream(
        self,
        operation_id: str,
        *,
        until: Callable[[StreamedEvent], bool] | None = None,
        at_most: float | None = None,
        **parts: Unpack[Parts],
    ) -> StreamedExchange:
        """Send one request as `call` does, and read the events of its response.

        Reading ends with the stream, with the event that satisfies `until`, or after `at_most` seconds,
        adjusted by `patient`.
        """
        with self.open_stream(operation_id, at_most=at_most, **parts) as reader:
            reader.read_until(until)
        return reader.exchange

    @contextmanager
    def open_stream(
        self, operation_id: str, *, at_most: float | None = None, **parts: Unpack[Parts]
    ) -> Iterator[Reader]:
        """Send one request as `call` does, and read the events of its response one by one.

        The events that were read are validated at the end of the block.
        """
        request, owner = self._request(operation_id, parts)
        seconds = READ_SECONDS if at_most is None else self.patient(at_most)
        seconds = self._reading_time(operation_id, seconds)
        with self._tracker.opened(request, owner, operation_id, seconds) as reader:
            pauses = self.run_context.target.pauses
            try:
                yield reader
            except Exception:
                self._responses.validate(reader.exchange)  # the invalid response may have caused it
                raise
            finally:
                self.is_delayed = self.is_delayed or self.run_context.target.pauses > pauses
        self.validated(reader.exchange)

    def send(
        self,
        operation: Operation,
        question: OperationRequest,
        *,
        owner: Owner = "first",
        valid: bool = True,
        at_most: float = READ_SECONDS,
        follow: bool = True,
    ) -> StreamedExchange:
        """Send one request without validating the response. A stream is read for up to `at_most` seconds."""
        self._require(operation)
        question = self._with_item_fields(operation, question, owner)
        request = self.requests.request(operation, question, valid=valid)
        return self._tracker.send(request, owner, operation.id, at_most, follow=follow)

    def send_raw(
        self, request: Request, operation: Operation, owner: Owner, at_most: float
    ) -> StreamedExchange:
        """Send a request that was built before, without validating the response."""
        return self._tracker.send(request, owner, operation.id, at_most)

    def _reading_time(self, operation_id: str, seconds: float) -> float:
        """Return the seconds to read a stream, fewer if the survey saw that the operation never ends one."""
        survey = self.run_context.survey
        if operation_id not in survey.endless_streams:
            return seconds
        return min(seconds, self.patient(OPEN_SECONDS + survey.slowest_run))

    def _require(self, operation: Operation) -> None:
        if operation.id != self.operation.id:
            require_prerequisite(operation, self.run_context.survey, self.run_context.may_lack)

    @property
    def round_trip(self) -> float:
        """Median duration in seconds of the exchanges so far."""
        took = [each.response.elapsed for each in self.exchanges if each.status]
        return median(took) if took else 0.0

    def patient(self, seconds: float) -> float:
        """Return the seconds to wait for something, longer for a distant or slow target."""
        return seconds * self.run_context.patience + ROUND_TRIPS * self.round_trip

    # Assertions

    def need(self, exchange: Exchange, *statuses: int) -> Exchange:
        """Require a positive control, without which the rest of the check proves nothing.

        Raises:
            RequestRefused: the target rejected the request, which is valid.
            Blocked: it did not return one of the statuses.

        """
        if exchange.status in statuses or (not statuses and exchange.ok):
            return exchange
        if not statuses and exchange.status:
            raise RequestRefused(exchange)
        expected = " or ".join(map(str, statuses)) or "success"
        raise Blocked(f"a prerequisite did not return {expected}", exchange)

    def expect(
        self, fact: bool, *, expected: str, received: str, exchange: Exchange, pointer: str = ""
    ) -> None:
        """Require what the check is about."""
        if not fact:
            raise RequirementNotMet(expected, received, exchange, pointer)

    # Resources

    @property
    def graph(self) -> str:
        return self.run_context.graph

    def graph_for(self, role: Role, *, other: bool = False) -> str:
        """Return what a run of the owner accepts as the graph of a role. Raises: Skipped, if it has none."""
        return self.run_context.graphs.assistant_id(role, other=other)

    def graph_name_for(self, role: Role) -> str:
        """Return the name of the target's graph for a role. Raises: Skipped, if it has none."""
        return self.run_context.graphs.existing_name(role)

    @property
    def mark(self) -> dict[str, str]:
        """Metadata of this check's resources; a search for it finds no others."""
        return {MARK: f"{self.run_context.seed}/{self.name}", RUN: self.run_context.run}

    def new_id(self) -> str:
        """Return a UUID. The same seed gives the same ids in the same order, except for the run's digits."""
        fresh = (
            str(uuid.UUID(int=self._ids.getrandbits(128), version=4))[: -len(ANY_RUN)] + self.run_context.run
        )
        self.issued.add(fresh)
        return fresh

    def malformed_id(self) -> str:
        """Return an id that is not a UUID. No other check uses it: a lenient target may create it."""
        return f"not-a-uuid-{self.new_id()[:8]}"

    def validated(self, exchange: Exchange) -> Exchange:
        """Validate a response.

        Only a missing response aborts the check; later requests would probably fail, too.
        """
        if self._responses.validate(exchange) and exchange.failed:
            raise self.wrong[-1]
        return exchange

"""Context of a check: what one check can send, require and create on one target.

Requests: `call` sends one request of an operation and returns the exchange. `stream` does so for an event
stream, and reads it to its end or up to a given event. `reading` opens a stream that is read step by step
between other requests:

    with trial.reading("stream_thread", path={"thread_id": thread_id}) as reader:
        trial.call("create_thread_run", ...)
        event = reader.next()                                  # None after the last event
        events = reader.rest(until=lambda event: event.name == "error")

An exchange with a stream has `events` (each with `name`, `data`, `id`, and `at`, the seconds from the request
until the event was read), `comments`, and `is_complete`, which is true if the target closed it. Events read
late have late times; use `stream` where the time matters.

Resources: `create_thread`, `create_assistant` and `run` return what was created; `assistant`, `hitl`,
`failing` and `slow` return the target's graphs in these roles, or skip the check; `finished` waits for a run.
Everything created, also by `call`, carries a mark or a generated id, and is removed at the end.

Assertions: `need` requires a positive control, without which the check is not testable; `expect` requires
what the check is about. `eventually` polls until a condition holds.
"""

import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from statistics import median
from types import TracebackType
from typing import Any, Self

from contract_tests.client.base_url import without_origin
from contract_tests.client.exchange import Exchange, Request
from contract_tests.client.json_view import Source, unreadable
from contract_tests.client.operation_request import NOTHING, Nothing, Question, Unsendable, is_sendable
from contract_tests.client.stream import Reader, StreamedEvent, StreamedExchange
from contract_tests.client.target import PATIENCE, Owner, Target
from contract_tests.client.websocket import Socket
from contract_tests.contract import Contract, Json, Operation
from contract_tests.findings.finding import Broken, Finding, InvalidRequest, Misshapen, NotTestable, Violation
from contract_tests.findings.redaction import Masks
from contract_tests.findings.replay import (
    ANY_RUN,
    RUN,
    commands,
    exchange_of_any_run,
    leading_to,
    of_any_run,
    repeatable,
)
from contract_tests.findings.shortened_response import shortened
from contract_tests.harness.cleanup import Footprint
from contract_tests.harness.created import MARK
from contract_tests.harness.graphs import Graphs
from contract_tests.harness.target_info import Flags, Guard
from contract_tests.harness.tracker import Account
from contract_tests.harness.value_origin import origin
from contract_tests.text.visible import one_line
from contract_tests.validation.judge import Judge
from contract_tests.validation.request import Validity

EXAMPLES = 16

FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.5
"""Seconds between two polls."""


ROUND_TRIPS = 20
"""Number of the target's round trips added to every timeout."""


@dataclass(frozen=True)
class Setting:
    """Everything that the checks of one run share."""

    target: Target
    contract: Contract
    judge: Judge
    validity: Validity
    footprint: Footprint = field(default_factory=Footprint)
    seed: int = 0
    run: str = ANY_RUN
    """Twelve digits unique to the run: part of everything it creates, but of no report."""
    is_alone: bool = True
    """False if other processes check the same target at the same time with the same credentials."""
    graphs: Graphs = field(default_factory=Graphs)
    flags: Flags = field(default_factory=Flags)
    guard: Guard = field(default_factory=Guard)
    masks: Masks = field(default_factory=Masks)
    examples: int = EXAMPLES
    """Number of generated requests per operation, both for the valid and for the invalid ones."""
    offers: dict[str, Exchange | None] = field(default_factory=dict, repr=False, compare=False)
    """Responses to the smallest valid request, by operation id; see `generation/probe.py`."""
    patience: float = 1.0
    """Factor applied to every polling timeout; lower it for a fast target."""

    @property
    def graph(self) -> str:
        """Name of the target's graph whose state has `messages`."""
        return self.graphs.name("assistant")


@dataclass
class Trial:
    """Context of a check. As a context manager, it removes at the end what the check created."""

    setting: Setting
    operation: Operation
    name: str
    """Name of the check, with the operation if there are several."""
    strict: bool = True
    """True to validate responses on arrival."""
    exchanges: list[Exchange] = field(default_factory=list)
    """All exchanges."""
    shown: dict[str, str] = field(default_factory=dict)
    """Replacements in reports for texts of ours that differ in each run."""
    wrong: list[Misshapen] = field(default_factory=list)
    """Invalid responses. They become findings, and the check continues as long as it can."""

    def __post_init__(self) -> None:
        self._ids = random.Random(f"{self.setting.seed}/{self.name}")  # noqa: S311 - they have to repeat
        self._account = Account(self.setting.target, self.setting.footprint, self.mark, self.exchanges)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._account.remove()

    # Requests

    def call(
        self,
        operation_id: str,
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Json = NOTHING,
        headers: Mapping[str, str] | None = None,
        other: bool = False,
        valid: bool = True,
    ) -> Exchange:
        """Send one request of an operation. An invalid response becomes a separate finding.

        `other` sends it as the second owner. `valid=False` means that the request violates the contract on
        purpose; otherwise a violation is an error of ours.
        """
        question = Question(path or {}, query or {}, headers or {}, body)
        operation = self.setting.contract.by_id[operation_id]
        return self.shaped(self.ask(operation, question, owner="other" if other else "first", valid=valid))

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
        return self.shaped(self._send(request, "other" if other else "first", operation_id))

    def stream(
        self,
        operation_id: str,
        *,
        until: Callable[[StreamedEvent], bool] | None = None,
        at_most: float | None = None,
        **asked: Any,
    ) -> StreamedExchange:
        """Send one request as `call` does, and read the events of its response.

        Reading ends with the stream, with the event that satisfies `until`, or after `at_most` seconds,
        adjusted by `patient`.
        """
        with self.reading(operation_id, at_most=at_most, **asked) as reader:
            reader.rest(until)
        return reader.exchange

    @contextmanager
    def reading(
        self,
        operation_id: str,
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Json = NOTHING,
        headers: Mapping[str, str] | None = None,
        other: bool = False,
        valid: bool = True,
        at_most: float | None = None,
    ) -> Iterator[Reader]:
        """Send one request as `call` does, and read the events of its response one by one.

        The events that were read are validated at the end of the block.
        """
        question = Question(path or {}, query or {}, headers or {}, body)
        operation = self.setting.contract.by_id[operation_id]
        owner: Owner = "other" if other else "first"
        seconds = PATIENCE if at_most is None else self.patient(at_most)
        with self._account.opened(
            self._valid(operation, question, valid=valid), owner, operation_id, seconds
        ) as reader:
            try:
                yield reader
            except Exception:
                self.judged(reader.exchange)  # the invalid response may have caused it
                raise
        self.shaped(reader.exchange)

    @contextmanager
    def connected(
        self, operation_id: str, *, path: Mapping[str, str], other: bool = False
    ) -> Iterator[Socket]:
        """Open the WebSocket at the path of an operation. Received frames are validated at the end."""
        url = self._url(self.setting.contract.by_id[operation_id], Question(path))
        place = len(self.exchanges)
        owner: Owner = "other" if other else "first"
        with self.setting.target.socket(url, owner=owner, operation_id=operation_id) as socket:
            self.exchanges.append(socket.exchange)
            try:
                yield socket
            finally:
                self.exchanges[place] = socket.exchange
        self.shaped(socket.exchange)

    def ask(
        self,
        operation: Operation,
        question: Question,
        *,
        owner: Owner = "first",
        valid: bool = True,
        at_most: float = PATIENCE,
    ) -> StreamedExchange:
        """Send one request without validating the response. A stream is read for up to `at_most` seconds."""
        request = self._valid(operation, question, valid=valid)
        return self._send(request, owner, operation.id, at_most)

    def knock(self, operation: Operation, question: Question) -> StreamedExchange:
        """Send one request, and close the stream before reading events."""
        with self._account.opened(
            self._valid(operation, question, valid=True), "first", operation.id, PATIENCE
        ) as reader:
            pass
        return reader.exchange

    def eventually(
        self, read: Callable[[], Exchange], fact: Callable[[Exchange], bool], at_most: float = 20.0
    ) -> Exchange:
        """Poll until the condition holds or the time is up, and return the last exchange.

        The caller must still assert the condition. Only the last exchange is recorded: the number of polls
        differs between runs, and reports must not.
        """
        deadline, pause = time.monotonic() + self.patient(at_most), FIRST_PAUSE
        said, wrong = len(self.exchanges), len(self.wrong)
        while not fact(exchange := read()) and time.monotonic() < deadline:
            del self.exchanges[said:], self.wrong[wrong:]
            time.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)
        return exchange

    @property
    def round_trip(self) -> float:
        """Median duration in seconds of the exchanges so far."""
        took = [each.response.elapsed for each in self.exchanges if each.status]
        return median(took) if took else 0.0

    def patient(self, seconds: float) -> float:
        """Return the seconds to wait for something, longer for a distant or slow target."""
        return seconds * self.setting.patience + ROUND_TRIPS * self.round_trip

    def path_named(self, url: str) -> str:
        """Return the path of a URL from a response, below the base URL if it is below it."""
        return without_origin(self.setting.target.base.named(url)).partition("?")[0]

    # Assertions

    def need(self, exchange: Exchange, *statuses: int) -> Exchange:
        """Require a positive control, without which the rest of the check proves nothing."""
        if exchange.status in statuses or (not statuses and exchange.ok):
            return exchange
        wanted = " or ".join(map(str, statuses)) or "success"
        raise NotTestable(f"a prerequisite did not answer {wanted}", exchange)

    def expect(
        self, fact: bool, *, expected: str, received: str, exchange: Exchange, pointer: str = ""
    ) -> None:
        """Require what the check is about."""
        if not fact:
            raise Broken(expected, received, exchange, pointer)

    # Resources

    @property
    def graph(self) -> str:
        return self.setting.graph

    @property
    def assistant(self) -> str:
        """Graph that keeps messages and responds to them."""
        return self.setting.graphs.playing("assistant", self.setting.target)

    @property
    def hitl(self) -> str:
        """Graph that waits for human input."""
        return self.setting.graphs.playing("hitl", self.setting.target)

    @property
    def failing(self) -> str:
        """Graph that fails."""
        return self.setting.graphs.playing("failing", self.setting.target)

    @property
    def slow(self) -> str:
        """Graph that takes some seconds."""
        return self.setting.graphs.playing("slow", self.setting.target)

    @property
    def mark(self) -> dict[str, str]:
        """Metadata of this check's resources; a search for it finds no others."""
        return {MARK: f"{self.setting.seed}/{self.name}", RUN: self.setting.run}

    def new_id(self) -> str:
        """Return a UUID. The same seed gives the same ids in the same order, except for the run's digits."""
        fresh = str(uuid.UUID(int=self._ids.getrandbits(128), version=4))[: -len(ANY_RUN)] + self.setting.run
        self._account.issued.add(fresh)
        return fresh

    def create_thread(self, *, other: bool = False, **body: Json) -> Any:
        """Create a thread with this check's mark. `body` may contain all fields, including `thread_id`."""
        return self._create("thread", {"thread_id": self.new_id(), **body}, other=other)

    def create_assistant(self, *, other: bool = False, **body: Json) -> Any:
        """Create an assistant of the graph that keeps messages; otherwise like `create_thread`."""
        whole = {"assistant_id": self.new_id(), "graph_id": self.graph, **body}
        return self._create("assistant", whole, other=other)

    def _create(self, kind: str, body: dict[str, Json], *, other: bool) -> Any:
        whole = {**body, "metadata": {**body.get("metadata", {}), **self.mark}}
        return self.need(self.call(f"create_{kind}", body=whole, other=other)).json

    def run(self, thread_id: str, *, other: bool = False, **body: Json) -> Any:
        """Start a run on a thread without waiting for it, by default of the assistant."""
        marked = {**body.get("metadata", {}), **self.mark}
        whole = {"assistant_id": self.assistant, **body, "metadata": marked}
        path = {"thread_id": thread_id}
        return self.need(self.call("create_thread_run", path=path, body=whole, other=other)).json

    def finished(self, thread_id: str, run_id: str) -> Any:
        """Wait for a run and return it."""
        path = {"thread_id": thread_id, "run_id": run_id}
        self.need(self.call("join_thread_run", path=path))
        return self.need(self.call("get_thread_run", path=path)).json

    def stateful_thread(self, messages: int = 2, *, other: bool = False) -> Any:
        """Create a thread with that many states, each adding a human message: `m1`, `m2` ...

        The return value is the thread as created, without them.
        """
        thread = self.create_thread(other=other, metadata={"graph_id": self.graph})
        place = {"thread_id": thread["thread_id"]}
        for number in range(1, messages + 1):
            message = {"type": "human", "id": f"m{number}", "content": f"message {number}"}
            body = {"values": {"messages": [message]}, "as_node": "__start__"}
            self.need(self.call("update_state", path=place, body=body, other=other))
        state = self.need(self.call("get_state", path=place, other=other))  # a thread may omit its values
        if messages and len(_messages(state.json)) < messages:
            raise NotTestable(f"the graph {self.graph!r} keeps no messages (--assistant)", state)
        return thread

    # Findings

    def repeatable(self, text: str) -> str:
        """Return the text without secrets, and without what differs between runs."""
        return self.setting.masks.text(self._of_any_run(repeatable(text, self._account.issued)))

    def _of_any_run(self, text: str) -> str:
        for own, other in self.shown.items():
            text = text.replace(own, other)
        return of_any_run(text, self.setting.run)

    def finding(self, violation: Violation, exchange: Exchange, operation: Operation) -> Finding:
        """Return the finding for a violation."""
        return Finding(
            check=violation.check,
            operation=operation.id,
            level=violation.level,
            expected=self.repeatable(violation.expected),
            received=self.repeatable(violation.received),
            pointer=self._of_any_run(violation.pointer),
            requirement=violation.requirement,
            why=violation.why,
            exchange=self._shown(exchange),
            replay=self._replay(exchange),
        )

    def _replay(self, exchange: Exchange) -> tuple[str, ...]:
        whole = (*leading_to(exchange, self.exchanges), exchange)
        return commands([self._masked(each) for each in whole])

    def _masked(self, exchange: Exchange) -> Exchange:
        """Return the exchange without secrets, and without what differs between runs."""
        return self.setting.masks.exchange(exchange_of_any_run(exchange, self._of_any_run))

    def _shown(self, exchange: Exchange) -> Exchange:
        masked = self._masked(exchange)
        return replace(masked, response=shortened(exchange.response, self.repeatable))

    def of_shape(self, violation: Violation, exchange: Exchange) -> Finding:
        """Return the finding for an invalid response. It counts for the operation that sent the response."""
        operation = self.setting.contract.by_id.get(exchange.operation_id or "", self.operation)
        requirement = f"{violation.requirement} {operation.pointer}"
        return self.finding(replace(violation, requirement=requirement), exchange, operation)

    def shaped(self, exchange: Exchange) -> Exchange:
        """Validate a response.

        Only a missing response aborts the check; later requests would probably fail, too.
        """
        if self.judged(exchange) and exchange.failed:
            raise self.wrong[-1]
        return exchange

    def judged(self, exchange: Exchange) -> Sequence[Violation]:
        """Validate a response, and record it if it is invalid."""
        violations = self.setting.judge(exchange) if self.strict else ()
        if violations and self._lacks(exchange):
            raise NotTestable(f"the target lacks {exchange.operation_id}", exchange)
        if violations:
            self.wrong.append(Misshapen(exchange, violations))
        return violations

    @property
    def misshapen(self) -> tuple[Finding, ...]:
        """Findings of the invalid responses, without duplicates."""
        found = [self.of_shape(each, answer.exchange) for answer in self.wrong for each in answer.violations]
        return tuple({finding.key: finding for finding in reversed(found)}.values())[::-1]

    def misread(self, error: Exception) -> Broken | None:
        """Return the violation if the error was caused by the JSON of a response; otherwise `None`."""
        heard = {source: each for each in self.exchanges for source in _sources(each)}
        found = unreadable(error, heard)
        if found is None or found.source not in heard:
            return None
        return Broken(found.expected, found.received, heard[found.source], found.pointer)

    def _lacks(self, exchange: Exchange) -> bool:
        """Return whether the target lacks the operation, which is the subject of other checks."""
        asked = self.setting.contract.by_id.get(exchange.operation_id or "", self.operation)
        is_other = asked.feature is not None and asked.id != self.operation.id
        return is_other and exchange.is_lacking and exchange.status not in asked.responses

    def _valid(self, operation: Operation, question: Question, *, valid: bool) -> Request:
        """Return the request, if it is valid or meant to be invalid.

        Raises:
            InvalidRequest: the request violates the contract.
            Broken: it does so because of an id or another value that the target sent.

        """
        breaches = self.setting.validity.breaches(operation, question) if valid else ()
        if breaches:
            self._blame(operation, question)
            raise InvalidRequest(operation.id, breaches)
        return Request(
            operation.method, self._url(operation, question), question.sent_headers, question.content
        )

    def _url(self, operation: Operation, question: Question) -> str:
        """Return the URL of the request. Raises: Broken, as `_valid`."""
        try:
            _ = question.sent_headers
            return question.url(operation)
        except Unsendable:
            self._blame(operation, question)
            raise

    def _blame(self, operation: Operation, question: Question) -> None:
        """Raise Broken if the request is invalid because of a value that the target sent before."""
        for value in self._unfit(operation, question):
            for exchange in reversed(self.exchanges):
                if (pointer := self._origin(value, exchange)) is not None:
                    raise Broken("a value that requests can be made of", one_line(value), exchange, pointer)

    def _origin(self, value: Json, exchange: Exchange) -> str | None:
        """Return the pointer to the value in the target's response, unless it is an id of ours or empty."""
        is_ours = isinstance(value, str) and value in self._account.issued
        return None if is_ours or value in (None, {}, []) else origin(value, exchange)

    def _unfit(self, operation: Operation, question: Question) -> Iterator[Json]:
        """Yield the values of a request that violate the contract, or that can't be sent."""
        wrong = {name for name, _ in self.setting.validity.of_parameters(operation, question)}
        given = {"path": question.path, "query": question.query, "header": question.headers}
        for place, values in given.items():
            for name, value in values.items():
                if f"{place} parameter {name}" in wrong or not is_sendable(value):
                    yield value
        if operation.body and not isinstance(question.body, bytes | Nothing):
            breaches = self.setting.validity.breaches_of(operation.body, question.body)
            yield from (each.found for each in breaches)

    def _send(
        self, request: Request, owner: Owner, operation_id: str | None, at_most: float = PATIENCE
    ) -> StreamedExchange:
        with self._account.opened(request, owner, operation_id, at_most) as reader:
            reader.rest()
        return reader.exchange


def _sources(exchange: Exchange) -> Iterator[Source]:
    """Yield the sources of the body and of each event, in the order of their arrival."""
    yield exchange.source
    yield from (event.source for event in exchange.events) if isinstance(exchange, StreamedExchange) else ()


def _messages(state: Json) -> Sequence[Json]:
    with suppress(LookupError, TypeError):
        messages: Sequence[Json] = state["values"]["messages"]
        return messages
    return ()

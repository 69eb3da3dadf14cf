"""A trial: one rule at work on one target. What it may send, demand and create."""

import json
import random
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

from contract_tests.contract import Contract, Json, Operation
from contract_tests.exchange import NO_ANSWER, Exchange, Request, Response
from contract_tests.finding import Broken, Finding, InvalidRequest, Level, Misshapen, NotTestable, Violation
from contract_tests.footprint import Created, Footprint
from contract_tests.question import NOTHING, Question
from contract_tests.replay import leading_to, repeatable
from contract_tests.target import NoAnswer, Owner, Target
from contract_tests.validity import Validity

Judge = Callable[[Exchange], Sequence[Violation]]
"""Holds an answer to the contract's description of it."""

CREATING = re.compile(r"POST /threads(/[^/?]+/copy)?(\?.*)?")
"""Requests that create a thread, and answer it."""


@dataclass(frozen=True)
class Setting:
    """What all trials of one check share."""

    target: Target
    contract: Contract
    judge: Judge
    validity: Validity
    footprint: Footprint = field(default_factory=Footprint)
    seed: int = 0
    graph: str = "agent"
    """A graph of the target whose state has `messages`."""


@dataclass
class Trial:
    """Use it as a context manager: at the end it removes what it created."""

    setting: Setting
    operation: Operation
    name: str
    """Of the rule, with the operation when it is put to several."""
    strict: bool = True
    """Whether an answer of the wrong shape ends the trial."""
    exchanges: list[Exchange] = field(default_factory=list)
    """Everything that was said."""

    def __post_init__(self) -> None:
        self._ids = random.Random(f"{self.setting.seed}/{self.name}")  # noqa: S311 - they have to repeat
        self._issued: set[str] = set()
        self._created: dict[Created, None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.setting.footprint.remove(self.setting.target, *self._created)

    # To ask

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
        """Send one request of an operation; the answer has its documented shape, or the trial ends.

        `other` sends it as the second owner. `valid=False` says that the request breaks the contract on
        purpose; otherwise a breach is an error of ours.
        """
        question = Question(path or {}, query or {}, headers or {}, body)
        operation = self.setting.contract.by_id[operation_id]
        return self._shaped(self.ask(operation, question, owner="other" if other else "first", valid=valid))

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
        """Send a request outside the contract: a wrong method, a body that is no JSON.

        With an `operation_id` the answer is held to that operation's shape, and counted.
        """
        body = content.encode() if isinstance(content, str) else content
        request = Request(method, path, headers or {}, body)
        return self._shaped(self._send(request, "other" if other else "first", operation_id))

    def ask(
        self, operation: Operation, question: Question, *, owner: Owner = "first", valid: bool = True
    ) -> Exchange:
        """Send one request, whatever shape its answer has."""
        if valid:
            breaches = self.setting.validity.breaches(operation, question)
            if breaches:
                raise InvalidRequest(operation.id, breaches)
        request = Request(operation.method, question.url(operation), question.headers, question.content)
        return self._send(request, owner, operation.id)

    # To demand

    def need(self, exchange: Exchange, *statuses: int) -> Exchange:
        """Demand a positive control: what follows proves nothing without it."""
        if exchange.status in statuses or (not statuses and exchange.ok):
            return exchange
        wanted = " or ".join(map(str, statuses)) or "success"
        raise NotTestable(f"a prerequisite did not answer {wanted}", exchange)

    def expect(
        self, fact: bool, *, expected: str, received: str, exchange: Exchange, pointer: str = ""
    ) -> None:
        """Demand what the rule says."""
        if not fact:
            raise Broken(expected, received, exchange, pointer)

    # To have

    @property
    def graph(self) -> str:
        return self.setting.graph

    @property
    def mark(self) -> dict[str, str]:
        """Metadata of this trial's resources: search for it to see no others."""
        return {"contract_check": f"{self.setting.seed}/{self.name}"}

    def new_id(self) -> str:
        """A UUID; the same ones in the same order for the same seed."""
        fresh = str(uuid.UUID(int=self._ids.getrandbits(128), version=4))
        self._issued.add(fresh)
        return fresh

    def create_thread(self, *, other: bool = False, **body: Json) -> Any:
        """Create a thread with this trial's mark; fields of the request may be given, also `thread_id`."""
        metadata = {**body.pop("metadata", {}), **self.mark}
        whole = {"thread_id": self.new_id(), "metadata": metadata, **body}
        exchange = self.call("create_thread", body=whole, other=other)
        if exchange.status == HTTPStatus.CONFLICT and whole["thread_id"] in self._issued:
            # Left behind by a check with the same seed that could not clean up: the id is ours.
            self.call("delete_thread", path={"thread_id": whole["thread_id"]}, other=other)
            exchange = self.call("create_thread", body=whole, other=other)
        return self.need(exchange).json

    def stateful_thread(self, messages: int = 2, *, other: bool = False) -> Any:
        """Create a thread with that many states, each adding a human message: `m1`, `m2` ...

        What is returned is the thread as it was created.
        """
        thread = self.create_thread(other=other, metadata={"graph_id": self.graph})
        place = {"thread_id": thread["thread_id"]}
        for number in range(1, messages + 1):
            message = {"type": "human", "id": f"m{number}", "content": f"message {number}"}
            body = {"values": {"messages": [message]}, "as_node": "__start__"}
            self.need(self.call("update_state", path=place, body=body, other=other))
        state = self.need(self.call("get_state", path=place, other=other))  # threads need not carry values
        if messages and len(_messages(state.json)) < messages:
            raise NotTestable(f"the graph {self.graph!r} keeps no messages (--assistant)", state)
        return thread

    # To account for

    def setup_of(self, exchange: Exchange) -> tuple[Exchange, ...]:
        """What has to be sent before the exchange for a replay."""
        return leading_to(exchange, self.exchanges)

    def repeatable(self, text: str) -> str:
        return repeatable(text, self._issued)

    def finding(
        self, violation: Violation, exchange: Exchange, operation: Operation, level: Level = "must"
    ) -> Finding:
        """What the report says of a violation."""
        return Finding(
            check=violation.check,
            operation=operation.id,
            level=level,
            expected=self.repeatable(violation.expected),
            received=self.repeatable(violation.received),
            pointer=violation.pointer,
            requirement=violation.requirement,
            exchange=exchange,
            setup=self.setup_of(exchange),
        )

    def misshapen(self, violation: Violation, exchange: Exchange) -> Finding:
        """What it says of a wrong shape: that is about the operation that answered, whoever asked."""
        operation = self.setting.contract.by_id.get(exchange.operation_id or "", self.operation)
        requirement = f"{violation.requirement} {operation.pointer}"
        return self.finding(replace(violation, requirement=requirement), exchange, operation)

    def _shaped(self, exchange: Exchange) -> Exchange:
        violations = self.setting.judge(exchange) if self.strict else ()
        if violations:
            raise Misshapen(exchange, violations)
        return exchange

    def _send(self, request: Request, owner: Owner, operation_id: str | None) -> Exchange:
        own = (_thread_id(request.body), owner)
        if own[0] in self._issued and _is_creating(request):
            self.setting.footprint.add(own)  # before it is sent: Ctrl-C may come before the answer
        try:
            exchange = self.setting.target.send(request, owner=owner, operation_id=operation_id)
        except NoAnswer as silence:
            answer = Response(NO_ANSWER, content=silence.reason.encode())
            exchange = Exchange(operation_id, silence.request, answer)
        self.exchanges.append(exchange)
        for created in self._creations(exchange, owner):
            self._created[created] = None
            self.setting.footprint.add(created)
        if own not in self._created:
            self.setting.footprint.forget(own)
        return exchange

    def _creations(self, exchange: Exchange, owner: Owner) -> Iterator[Created]:
        """What the exchange created, or may have created."""
        if not _is_creating(exchange.request):
            return
        if exchange.ok and (answered := _thread_id(exchange.response.content)):
            yield answered, owner
        asked = _thread_id(exchange.request.body)
        if asked in self._issued and exchange.status != HTTPStatus.CONFLICT:
            yield asked, owner  # it is ours, and even a failed request may have left a thread under it


def _is_creating(request: Request) -> bool:
    return CREATING.fullmatch(f"{request.method} {request.path}") is not None


def _thread_id(content: bytes) -> str:
    with suppress(ValueError, RecursionError, KeyError, TypeError):
        return str(json.loads(content)["thread_id"])
    return ""


def _messages(state: Json) -> Sequence[Json]:
    with suppress(KeyError, TypeError):
        messages: Sequence[Json] = state["values"]["messages"]
        return messages
    return ()

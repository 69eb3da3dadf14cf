"""One realistic session: the requests of the survey, and the resources that they share."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from contract_tests.client.operation_request import NO_BODY, OperationRequest, UnsendableRequest
from contract_tests.client.stream import StreamedExchange
from contract_tests.client.target import Owner
from contract_tests.contract import Json, Operation
from contract_tests.findings.finding import InvalidRequest, NoVerdict, RequirementNotMet
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.run_context import RunContext

READ_SECONDS = 6.0
"""Seconds to read a stream."""

Unsent = (NoVerdict, InvalidRequest, UnsendableRequest, RequirementNotMet)
"""Exceptions of a request that could not be built from earlier responses, or had no response."""


@dataclass
class Session:
    """Requests whose responses are not validated: an error is an answer to the survey's question."""

    trial: CheckContext
    kept: CheckContext
    """Creates what the checks need, too."""
    thread_id: str = ""
    """Thread with a finished run, if the target runs anything."""
    run_id: str = ""
    checkpoint_id: str = ""
    is_rate_limited: bool = False
    last: dict[str, StreamedExchange] = field(default_factory=dict)
    """Latest response by operation id."""

    @property
    def run_context(self) -> RunContext:
        return self.trial.run_context

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
        with suppress(*Unsent):
            exchange = self.trial.send(operation, request, owner=owner, at_most=at_most)
            if exchange.status:
                if owner == "first":
                    self.last[operation_id] = exchange
                return exchange
        return None

    def keep(self, operation_id: str, **body: Json) -> StreamedExchange | None:
        """Create something that stays until the end of the run."""
        operation = self.run_context.contract.by_id[operation_id]
        with suppress(*Unsent):
            return self.kept.send(operation, OperationRequest(body={**body, "metadata": self.kept.mark}))
        return None

    def create_thread(self, **body: Json) -> str:
        """Create a thread and return its id; an unused id if the target creates none."""
        own = self.trial.new_id()
        whole = {"thread_id": own, "metadata": self.trial.mark, **body}
        created = self.send("create_thread", body=whole)
        if created is None or not created.ok:
            created = self.send("create_thread", body={"metadata": self.trial.mark})
        return text_at(created, "thread_id") or own


def field_of(exchange: StreamedExchange | None, *keys: str | int) -> Json:
    """Return the value at these keys of a successful response; `None` if there is none."""
    return value_at(exchange.json, *keys) if exchange is not None and exchange.ok else None


def value_at(value: Json, *keys: str | int) -> Json:
    """Return the value at these keys; `None` if there is none."""
    for key in keys:
        if isinstance(key, str) and isinstance(value, dict):
            value = value.get(key)
        elif isinstance(key, int) and isinstance(value, list) and len(value) > key:
            value = value[key]
        else:
            return None
    return value


def text_at(exchange: StreamedExchange | None, *keys: str | int) -> str:
    """Return the text at these keys of a successful response; empty if there is none."""
    value = field_of(exchange, *keys)
    return value if isinstance(value, str) else ""

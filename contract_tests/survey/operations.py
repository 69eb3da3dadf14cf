"""Availability of each operation, from the response to one well-formed request."""

from collections.abc import Iterator
from functools import cached_property
from http import HTTPStatus

from contract_tests.client.operation_request import OperationRequest
from contract_tests.client.stream import StreamedExchange
from contract_tests.contract import Operation
from contract_tests.findings.survey import Offer
from contract_tests.generation.prerequisites import Prerequisites, minimal_request
from contract_tests.operation_groups import ENDLESS_STREAMS
from contract_tests.survey.session import Session, Unsent, text_at
from contract_tests.survey.unknown_path import UnknownPaths

ENDLESS_SECONDS = 0.3
"""Seconds to read a stream that has no end."""

LAST = ("cancel", "delete", "prune")
"""First words of operations that remove what other requests need."""


class SharedResources(Prerequisites):
    """Resources of the session, which all requests share."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.trial)
        self._session = session
        self.is_complete = True
        """False if a request refers to something that could not be created."""

    @property
    def thread_id(self) -> str:
        if not self._session.thread_id:
            self._session.thread_id = self._session.create_thread()
        return self._session.thread_id

    @cached_property
    def checkpoint_id(self) -> str:
        return self._existing(self._session.checkpoint_id)

    @cached_property
    def run_id(self) -> str:
        return self._existing(self._session.run_id or self._new_run())

    def _new_run(self) -> str:
        assistant_id = self._trial.run_context.graphs.any.assistant_id
        body = {"assistant_id": assistant_id, "input": self.input, "metadata": self._trial.mark}
        path = {"thread_id": self.thread_id}
        return text_at(self._session.send("create_thread_run", path=path, body=body), "run_id")

    @cached_property
    def assistant_id(self) -> str:
        body = {
            "assistant_id": self._trial.new_id(),
            "graph_id": self._trial.graph,
            "metadata": self._trial.mark,
        }
        return self._existing(text_at(self._session.send("create_assistant", body=body), "assistant_id"))

    @cached_property
    def cron_id(self) -> str:
        body = {
            "assistant_id": self._trial.run_context.graphs.any.assistant_id,
            "schedule": self.schedule,
            "enabled": False,
            "metadata": self._trial.mark,
        }
        return self._existing(text_at(self._session.send("create_cron", body=body), "cron_id"))

    @cached_property
    def namespace(self) -> list[str]:
        return [self._trial.new_id()]

    @cached_property
    def key(self) -> str:
        self._session.send("put_item", body={"namespace": self.namespace, "key": "key", "value": {}})
        return "key"

    def _existing(self, found: str) -> str:
        self.is_complete = self.is_complete and bool(found)
        return found or self._trial.new_id()


def offers(session: Session, unknown_paths: UnknownPaths) -> Iterator[tuple[str, Offer]]:
    """Send one request to each operation, those that remove something last."""
    operations = session.run_context.contract.operations
    for operation in sorted(operations, key=lambda each: each.id.split("_")[0] in LAST):
        if operation.id.startswith(LAST):
            session.thread_id = session.run_id = ""  # the request before may have removed them
        yield operation.id, _offer(session, unknown_paths, operation)


def _offer(session: Session, unknown_paths: UnknownPaths, operation: Operation) -> Offer:
    exchange = session.last.get(operation.id)
    is_complete = exchange is not None and exchange.ok
    if exchange is None or not exchange.ok:
        resources = SharedResources(session)
        seconds = ENDLESS_SECONDS if operation.id in ENDLESS_STREAMS else 6.0
        request = _question(session, operation, resources)
        sent = session.send_request(operation.id, request, at_most=seconds) if request is not None else None
        exchange, is_complete = sent or exchange, resources.is_complete
    return classify(operation, exchange, unknown_paths, is_complete=is_complete)


def _question(session: Session, operation: Operation, resources: SharedResources) -> OperationRequest | None:
    try:
        return minimal_request(operation, session.trial, resources)
    except Unsent:
        return None


def classify(
    operation: Operation, exchange: StreamedExchange | None, unknown_paths: UnknownPaths, *, is_complete: bool
) -> Offer:
    """Return the availability. A documented error is an offer.

    `is_complete` is false if the request refers to something that does not exist.
    """
    if exchange is None:
        return Offer("unknown")
    if unknown_paths.is_like(operation, exchange):
        is_sure = is_complete or exchange.status not in operation.responses
        return Offer("missing" if is_sure else "unknown", exchange.summary, exchange.status)
    if exchange.status == HTTPStatus.FORBIDDEN:
        return Offer("forbidden", exchange.summary, exchange.status)
    return Offer("broken" if exchange.failed else "offered", exchange.summary, exchange.status)

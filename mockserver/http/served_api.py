"""The served API for the control plane: facts of recorded requests, and verdicts on recorded responses."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import orjson

from mockserver.control.api import Assistants
from mockserver.http.openapi.named_examples import NamedExamples
from mockserver.http.openapi.routing_view import View
from mockserver.http.openapi.schemas import Schemas
from mockserver.http.request.request_facts import Facts, FactsReader
from mockserver.http.response.validate import InvalidResponse, ResponseValidation
from mockserver.request_response import Response
from mockserver.state.event_log import Event


class ServedApi:
    def __init__(self, view: View, schemas: Schemas, reader: FactsReader, examples: NamedExamples) -> None:
        """Use the routing view of the mock. Validators are made when they are needed."""
        self._operations: Mapping[str, Mapping[str, Any]] = {
            operation["operationId"]: operation
            for methods in view["paths"].values()
            for operation in methods.values()
        }
        self._schemas = schemas
        self._reader = reader
        self._examples = examples
        self._validations: dict[str, ResponseValidation] = {}

    @property
    def operations(self) -> Collection[str]:
        return self._operations

    def examples(self, operation: str) -> Collection[str]:
        return self._examples.names(operation)

    def facts(
        self,
        method: str,
        path: str,
        headers: Iterable[tuple[bytes, bytes]],
        body: bytes,
        assistants: Assistants,
        *,
        owner: str | None = None,
    ) -> Facts:
        return self._reader(method, path, headers, body, assistants, owner=owner)

    def response_error(
        self, operation: str, status: int, headers: Iterable[tuple[bytes, bytes]], content: bytes
    ) -> str | None:
        """Return how the response violates the contract: `""` if it does not, `None` if that is unknown."""
        if operation not in self._operations:
            return None
        given = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
        is_json = given.get("content-type", "").startswith("application/json")
        sent = Response(None if is_json or not content else content, status, given)
        try:
            self._validation(operation).check(sent, content or None)
        except InvalidResponse as invalid:
            return invalid.reason
        except orjson.JSONDecodeError:
            return "body: not valid JSON"
        return ""

    def event_error(self, operation: str, status: int, name: str, data: bytes) -> str | None:
        """Return how the event violates the contract, as `response_error` does."""
        if operation not in self._operations:
            return None
        try:
            self._validation(operation).allow(status)
            self._validation(operation).check_event(status, Event(name, data))
        except InvalidResponse as invalid:
            return invalid.reason
        except orjson.JSONDecodeError:
            return f"event {name}: not valid JSON"
        return ""

    def _validation(self, operation: str) -> ResponseValidation:
        if operation not in self._validations:
            responses = self._operations[operation]["responses"]
            self._validations[operation] = ResponseValidation(operation, responses, self._schemas)
        return self._validations[operation]

"""Requests of a check: valid by the contract, or a finding about the response that made them invalid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from contract_tests.client import strict_json
from contract_tests.client.exchange import Exchange, Request
from contract_tests.client.operation_request import NoBody, OperationRequest, UnsendableRequest, is_sendable
from contract_tests.contract import Json, Operation
from contract_tests.findings.finding import InvalidRequest, RequirementNotMet
from contract_tests.harness.value_origin import origin
from contract_tests.text.visible import one_line
from contract_tests.validation.request import Validity


@dataclass(frozen=True)
class RequestBuilder:
    validity: Validity
    exchanges: Sequence[Exchange]
    """Exchanges so far."""
    issued: set[str]
    """Ids that we generated."""
    _invalid: set[tuple[str, str, bytes]] = field(default_factory=set)
    """Method, path and body of the requests that violate the contract on purpose."""

    def request(self, operation: Operation, request: OperationRequest, *, valid: bool) -> Request:
        """Return the request, if it is valid or meant to be invalid.

        A value from an earlier response is sent unchanged; if it is invalid, a finding reports it.

        Raises:
            InvalidRequest: the request violates the contract.
            RequirementNotMet: it can't be sent because of a value that the target sent.

        """
        url = self.url(operation, request)
        breaches = self.validity.breaches(operation, request) if valid else ()
        if breaches:
            unfit = list(self._unfit(operation, request))
            if not unfit or any(self._source(value) is None for value in unfit):
                raise InvalidRequest(operation.id, breaches)
        if not valid:
            self._invalid.add((operation.method, url, request.content))
        return Request(operation.method, url, request.sent_headers, request.content)

    def is_invalid(self, request: Request, operation: Operation) -> bool:
        """Return whether a request that was sent violates the contract on purpose.

        Those outside the contract, with their own text as body, are judged by this text.
        """
        if (request.method, request.path, request.body) in self._invalid:
            return True
        if operation.body is None:
            return False
        try:
            return not self.validity.is_valid(operation.body, strict_json.parse(request.body))
        except ValueError:
            return bool(request.body) or bool(operation.raw["requestBody"].get("required"))

    def url(self, operation: Operation, request: OperationRequest) -> str:
        """Return the URL of the request. Raises: RequirementNotMet, as `request`."""
        try:
            _ = request.sent_headers
            return request.url(operation)
        except UnsendableRequest:
            self._blame(operation, request)
            raise

    def _blame(self, operation: Operation, request: OperationRequest) -> None:
        """Raise RequirementNotMet if the request can't be sent because of a value that the target sent."""
        for value in self._unfit(operation, request):
            if (source := self._source(value)) is not None:
                raise RequirementNotMet("a value that a request can contain", one_line(value), *source)

    def _source(self, value: Json) -> tuple[Exchange, str] | None:
        """Return the latest response that has the value, and the pointer to it."""
        for exchange in reversed(self.exchanges):
            if (pointer := self._origin(value, exchange)) is not None:
                return exchange, pointer
        return None

    def _origin(self, value: Json, exchange: Exchange) -> str | None:
        """Return the pointer to the value in the target's response, unless it is empty or one of our ids."""
        is_ours = isinstance(value, str) and value in self.issued
        return None if is_ours or value in (None, {}, []) else origin(value, exchange)

    def _unfit(self, operation: Operation, request: OperationRequest) -> Iterator[Json]:
        """Yield the values of a request that violate the contract, or that can't be sent."""
        wrong = {name for name, _ in self.validity.of_parameters(operation, request)}
        given = {"path": request.path, "query": request.query, "header": request.headers}
        for place, values in given.items():
            for name, value in values.items():
                if f"{place} parameter {name}" in wrong or not is_sendable(value):
                    yield value
        if operation.body and not isinstance(request.body, bytes | NoBody):
            breaches = self.validity.breaches_of(operation.body, request.body)
            yield from (each.found for each in breaches)

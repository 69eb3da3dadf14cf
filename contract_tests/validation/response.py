"""Validation of responses against the contract. Only this module imports openapi-core."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jsonschema.exceptions import ValidationError, best_match
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.templating.media_types.exceptions import MediaTypeNotFound
from openapi_core.templating.responses.exceptions import ResponseNotFound
from openapi_core.validation.response.exceptions import DataValidationError, HeaderValidationError
from openapi_core.validation.response.protocols import ResponseValidator

from contract_tests.client.exchange import Exchange
from contract_tests.client.stream import MEDIA_TYPE, StreamedExchange, is_stream
from contract_tests.client.websocket import SocketExchange
from contract_tests.contract import Contract, Json, Operation
from contract_tests.findings.finding import Level, Violation
from contract_tests.text.visible import one_line, pointed
from contract_tests.validation.exchange import ValidateExchange
from contract_tests.validation.request import Validity
from contract_tests.validation.stream import CHECK, REASON, REQUIREMENT, grammars
from contract_tests.validation.websocket import frames_by_operation

ANY_EVENT = {"event": "", "data": ""}
"""Placeholder for the events of a stream: here only its head is validated, its events in `stream.py`."""

CONFIG = Config(
    # Validation of the document takes 0.4 s, and is done in a test.
    spec_validator_cls=None,  # type: ignore[arg-type]
    extra_media_type_deserializers={MEDIA_TYPE: lambda *_, **_more: ANY_EVENT},
)

CHECKS = {
    "shape.server_error": "No request ends in a server error or without a response.",
    "shape.status": "Every status that an operation returns is documented.",
    "shape.content_type": "A response has one of the content types that are documented for its status.",
    "shape.headers": "A response has the documented headers, with documented values.",
    "shape.body": "The body of a response matches the schema that is documented for its status.",
    CHECK: REQUIREMENT,
    "shape.credentials": "Credentials are accepted until the end of the run.",
    "shape.operation_exists": "Every operation of tier 1 exists.",
    "shape.accepts_valid": "A request that matches the contract and names existing resources succeeds.",
    "shape.rejects_invalid": "A request that violates the contract is rejected for that reason.",
    "shape.unauthorized": "If the target requires credentials, requests without them get the documented 401.",
}
"""Requirements for responses to generated requests: id -> requirement."""

REASONS = {
    "shape.server_error": (
        "The JavaScript SDK retries after a 5xx: a request that can never succeed is sent five times, and"
        " the final error does not show users what was wrong with it."
        " https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/async_caller.ts#L19"
    ),
    "shape.status": (
        "Clients raise different errors for 404, 409 and 422, and an unspecific one for other statuses."
        " https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190"
    ),
    "shape.content_type": (
        "Clients that expect JSON or events fail on an HTML page, and a stream without the content type"
        " `text/event-stream` shows nothing at all."
        " https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/http.py#L240"
    ),
    "shape.headers": (
        "The SDKs read from the header Content-Location which run they can rejoin."
        " https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/base.ts#L478"
    ),
    "shape.body": (
        "Typed clients rely on names and types of fields: `thread.thread_id` is undefined, a date is"
        " Invalid Date, and the page breaks far from the cause."
    ),
    CHECK: REASON,
    "shape.credentials": "What a server rejects after its token has expired says nothing about the server.",
    "shape.operation_exists": (
        "A chat page cannot work without the operations of tier 1. A baseline lists those that a server lacks"
        " on purpose."
    ),
    "shape.accepts_valid": "Pages may send all that the types of an SDK allow, and break if it is rejected.",
    "shape.rejects_invalid": (
        "A typo in a request goes unnoticed until the same page runs against another server."
    ),
    "shape.unauthorized": (
        "One operation without authentication exposes every user's data, and pages show their login form"
        " only after a 401."
    ),
}
"""Consequences for a client: id -> why."""

LEVELS: Mapping[str, Level] = {
    name: "should" if name == "shape.rejects_invalid" else "must" for name in CHECKS
}
"""Levels of the checks. Working clients send no invalid requests, so rejecting them is optional."""


def response_validator(contract: Contract) -> ValidateExchange:
    """Return a validator of responses against this contract."""
    openapi = OpenAPI.from_dict(dict(contract.document), config=CONFIG)
    validator = openapi.response_validator
    validity = Validity(contract)
    known = grammars(contract, validity)
    frames = frames_by_operation(contract, validity, known)

    def judge(exchange: Exchange) -> Sequence[Violation]:
        if exchange.failed:
            return [violation("shape.server_error", "a response below 500", exchange.summary)]
        operation = contract.by_id.get(exchange.operation_id or "")
        if operation is None:
            return []
        if isinstance(exchange, SocketExchange):
            return list(frames[operation.id].violations(exchange))
        try:
            found = list(_violations(validator, operation, exchange))
        except RecursionError:
            found = [violation("shape.body", "readable JSON", "JSON that is nested too deeply")]
        if isinstance(exchange, StreamedExchange) and exchange.is_stream and operation.id in known:
            found += known[operation.id].violations(exchange)
        return found

    return judge


def _violations(
    validator: ResponseValidator, operation: Operation, exchange: Exchange
) -> Iterator[Violation]:
    response = _OpenAPIResponse(exchange)
    for error in validator.iter_errors(_OpenAPIRequest(operation), response):
        cause = error.__cause__
        if isinstance(error, ResponseNotFound):
            known = ", ".join(map(str, sorted(operation.responses)))
            yield violation(
                "shape.status", f"a documented status: {known}", exchange.summary, f"status {exchange.status}"
            )
        elif isinstance(error, HeaderValidationError):
            given = response.headers.get(error.name)
            wanted = f"header {error.name} as documented"
            yield violation(
                "shape.headers", wanted, "no such header" if given is None else one_line(given), error.name
            )
        elif isinstance(cause, MediaTypeNotFound):
            received = response.content_type or "no content type"
            yield violation(
                "shape.content_type",
                " or ".join(cause.availableMimetypes),
                received,
                f"Content-Type of {exchange.status}",
            )
        elif isinstance(error, DataValidationError):
            yield from _body_violations(error, exchange)
        else:
            raise error


def _body_violations(error: DataValidationError, exchange: Exchange) -> Iterator[Violation]:
    broken: Sequence[ValidationError] = getattr(error.__cause__, "schema_errors", ())
    for each in broken:
        deepest = _deepest(each)
        yield violation("shape.body", _expected(deepest), _received(deepest), _pointer(deepest))
    if not broken:
        yield violation(
            "shape.body", "a JSON body", one_line(exchange.response.content.decode("utf-8", "replace"))
        )


def _deepest(error: ValidationError) -> ValidationError:
    """Return the error that says most. An alternative that has the value's type is the one that was meant."""
    meant = [each for each in _alternatives(error) if not any(it.validator == "type" for it in each)]
    if len(meant) == 1 and meant[0]:
        return _deepest(best_match(meant[0]) or meant[0][0])
    deepest = best_match([error]) or error
    return deepest if deepest is error or not deepest.context else _deepest(deepest)


def _alternatives(error: ValidationError) -> Sequence[Sequence[ValidationError]]:
    """Return the errors at the value itself and below it, for each alternative of the schema."""
    if error.validator not in {"anyOf", "oneOf"}:
        return ()
    schemas: Json = error.validator_value
    return [
        [each for each in error.context or () if each.relative_schema_path[0] == number]
        for number in range(len(schemas))
    ]


def _expected(error: ValidationError) -> str:
    """Return what the schema expects at the place of the error."""
    wanted: Json = error.validator_value
    if error.validator == "required":
        return f"the field {_missing(error)}"
    if error.validator in {"anyOf", "oneOf"}:
        return " or ".join(_kind(alternative) for alternative in wanted)
    return f"{error.validator} {one_line(wanted)}"


def _received(error: ValidationError) -> str:
    return "no such field" if error.validator == "required" else one_line(error.instance)


def _pointer(error: ValidationError) -> str:
    """Return the JSON pointer. Each array item is `*`, so that ten equal mistakes count as one."""
    parts = ["*" if isinstance(part, int) else str(part) for part in error.absolute_path]
    if error.validator == "required":
        parts.append(_missing(error))
    return pointed(parts)


def _missing(error: ValidationError) -> str:
    """Return the name of the missing field, which only the error's message contains."""
    return error.message.removesuffix(" is a required property").strip("'\"")


def _kind(schema: Json) -> str:
    """Return the name of an alternative, or what else it requires."""
    name = one_line(schema) if schema else "any value"
    match schema:
        case {"$ref": str(reference)}:
            name = reference.rsplit("/", 1)[-1]
        case {"const": value}:
            name = one_line(value)
        case {"enum": values}:
            name = " or ".join(map(one_line, values))
        case {"type": str() | list() as types}:
            name = " or ".join([types] if isinstance(types, str) else types)
        case {"anyOf": alternatives} | {"oneOf": alternatives}:
            name = " or ".join(map(_kind, alternatives))
        case {"allOf": parts}:
            name = " and ".join(map(_kind, parts))
    return name


def violation(check: str, expected: str, received: str, pointer: str = "") -> Violation:
    """Return a violation of one of the CHECKS."""
    return Violation(check, expected, received, CHECKS[check], pointer, REASONS[check], LEVELS[check])


@dataclass
class _OpenAPIRequest:
    """Request in the protocol of openapi-core. Only the operation matters, so the path is its template."""

    operation: Operation
    host_url: str = ""
    content_type: str = "application/json"
    body: bytes | None = None

    def __post_init__(self) -> None:
        self.parameters = RequestParameters()

    @property
    def method(self) -> str:
        return self.operation.method.lower()

    @property
    def path(self) -> str:
        return self.operation.path


@dataclass(frozen=True)
class _OpenAPIResponse:
    """Response in the protocol of openapi-core."""

    exchange: Exchange

    @property
    def status_code(self) -> int:
        return self.exchange.status

    @property
    def content_type(self) -> str:
        return str(self.exchange.headers.get("content-type", ""))

    @cached_property
    def headers(self) -> Any:
        return self.exchange.headers

    @property
    def data(self) -> bytes:
        return self.exchange.response.content or (b"-" if is_stream(self.exchange.headers) else b"")

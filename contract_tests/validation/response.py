"""Validation of responses against the contract. Only this module imports openapi-core."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import Message
from functools import cached_property
from typing import Any

from jsonschema.exceptions import ValidationError, best_match
from jsonschema_path import SchemaPath
from openapi_core import Config, OpenAPI
from openapi_core.casting.schemas import oas31_schema_casters_factory
from openapi_core.casting.schemas.factories import SchemaCastersFactory
from openapi_core.datatypes import RequestParameters
from openapi_core.templating.media_types.exceptions import MediaTypeNotFound
from openapi_core.templating.paths.datatypes import PathOperationServer
from openapi_core.templating.paths.finders import APICallPathFinder
from openapi_core.templating.responses.exceptions import ResponseNotFound
from openapi_core.validation.response.exceptions import DataValidationError, HeaderValidationError
from openapi_core.validation.response.protocols import ResponseValidator
from openapi_core.validation.schemas import oas31_schema_validators_factory
from openapi_core.validation.schemas.factories import DialectSchemaValidatorsFactory
from openapi_core.validation.schemas.validators import SchemaValidator
from typing_extensions import override

from contract_tests.client import strict_json
from contract_tests.client.exchange import Exchange
from contract_tests.client.stream import MEDIA_TYPE, StreamedExchange, is_stream
from contract_tests.client.websocket import SocketExchange
from contract_tests.contract import Contract, Json, Operation
from contract_tests.findings.finding import WITHOUT_ERROR, Violation
from contract_tests.text.visible import one_line, pointed
from contract_tests.validation.alternatives import named
from contract_tests.validation.complete_items import complete_items
from contract_tests.validation.leaked_internals import internals
from contract_tests.validation.path_ids import path_ids
from contract_tests.validation.request import Validity
from contract_tests.validation.requirements import violation
from contract_tests.validation.stream import grammars
from contract_tests.validation.validator import ValidateExchange
from contract_tests.validation.websocket import frames_by_operation

ANY_EVENT = {"event": "", "data": ""}
"""Placeholder for the events of a stream: here only its head is validated, its events in `stream.py`."""

JSON = "application/json"

ENCODED_IN_UTF8 = (JSON, MEDIA_TYPE)
"""Media types that have no other encoding."""

MAX_RESOLVED = 100_000
"""Number of places in the contract that stay resolved: more than it has."""


class OncePerSchema(DialectSchemaValidatorsFactory):
    """Factory that makes one validator for each schema, not one for each response."""

    def __init__(self) -> None:
        known = oas31_schema_validators_factory
        super().__init__(
            known.schema_validator_cls, known.default_jsonschema_dialect_id, known.format_checker
        )
        self._made: dict[SchemaPath, SchemaValidator] = {}

    @override
    def create(self, spec: SchemaPath, schema: SchemaPath, *args: Any, **options: Any) -> SchemaValidator:
        if schema not in self._made:
            self._made[schema] = super().create(spec, schema, *args, **options)
        return self._made[schema]


class OncePerOperation(APICallPathFinder):
    """Finder that searches the contract once for each operation, not once for each response."""

    def __init__(self, spec: SchemaPath, base_url: str | None = None) -> None:
        super().__init__(spec, base_url=base_url)
        self._found: dict[tuple[str, str], PathOperationServer] = {}

    @override
    def find(self, method: str, name: str) -> PathOperationServer:
        if (method, name) not in self._found:
            self._found[method, name] = super().find(method, name)
        return self._found[method, name]


CONFIG = Config(
    path_finder_cls=OncePerOperation,
    # Validation of the document takes 0.4 s, and is done in a test.
    spec_validator_cls=None,  # type: ignore[arg-type]
    extra_media_type_deserializers={
        MEDIA_TYPE: lambda *_, **_more: ANY_EVENT,
        JSON: lambda content, **_parameters: strict_json.parse(content),
    },
)


def response_validator(contract: Contract) -> ValidateExchange:
    """Return a validator of responses against this contract."""
    validators = OncePerSchema()
    casters = SchemaCastersFactory(validators, oas31_schema_casters_factory.types_caster)
    config = replace(CONFIG, schema_validators_factory=validators, schema_casters_factory=casters)
    spec = SchemaPath.from_dict(dict(contract.document), resolved_cache_maxsize=MAX_RESOLVED)
    validator = OpenAPI(spec, config=config).response_validator
    validity = Validity(contract)
    known = grammars(contract, validity)
    frames = frames_by_operation(contract, validity, known)
    ids = path_ids(contract)
    lists = complete_items(contract)

    def judge(exchange: Exchange) -> Sequence[Violation]:
        if exchange.failed:
            error = violation("shape.server_error", WITHOUT_ERROR, exchange.summary)
            return [error, *internals(exchange)]
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
        if operation.id in ids:
            found += ids[operation.id].violations(exchange)
        if operation.id in lists:
            found += lists[operation.id].violations(exchange)
        return [*found, *internals(exchange)]

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
            expected = f"header {error.name} as documented"
            yield violation(
                "shape.headers", expected, "no such header" if given is None else one_line(given), error.name
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
    yield from _charset_violations(response)
    yield from _repetitions(exchange)


def _charset_violations(response: "_OpenAPIResponse") -> Iterator[Violation]:
    """Yield a violation if the content type declares an encoding that its media type does not have."""
    media_type, charset = _media_type_and_charset(response.content_type)
    if media_type in ENCODED_IN_UTF8 and charset not in {"", "utf-8", "utf8"}:
        pointer = f"Content-Type of {response.status_code}"
        yield violation("shape.content_type", "no charset, or utf-8", response.content_type, pointer)


def _media_type_and_charset(content_type: str) -> tuple[str, str]:
    parsed = Message()
    parsed["content-type"] = content_type
    return parsed.get_content_type(), str(parsed.get_param("charset", "")).lower()


def _repetitions(exchange: Exchange) -> Iterator[Violation]:
    """Yield a violation if an object has two fields of one name: clients differ in which one they read."""
    name = strict_json.repeated_name(exchange.response.content)
    if name is not None:
        received = f"{one_line(name)} twice in one object"
        yield replace(violation("shape.body", "each field once", received), level="should")


def _body_violations(error: DataValidationError, exchange: Exchange) -> Iterator[Violation]:
    broken: Sequence[ValidationError] = getattr(error.__cause__, "schema_errors", ())
    for each in broken:
        for deepest in _deepest(each):
            yield violation("shape.body", _expected(deepest), _received(deepest), _pointer(deepest))
    if not broken:
        content = exchange.response.content
        text = one_line(content.decode("utf-8", "replace"))
        yield violation("shape.body", "a JSON body", strict_json.problem(content) or text)


def _deepest(error: ValidationError) -> Iterator[ValidationError]:
    """Yield the most specific errors: one, or all missing fields of the alternative that was meant.

    An alternative that has the value's type is the one that was meant; above all, one that requires only
    fields that the value has.
    """
    alternatives = _alternatives(error)
    whole = [each for each in alternatives if _is_whole(error, each)]
    of_type = [each for each in alternatives if not any(it.validator == "type" for it in each)]
    meant = whole if len(whole) == 1 else of_type
    if len(meant) == 1 and meant[0]:
        best = best_match(meant[0]) or meant[0][0]
        alike = [each for each in meant[0] if each.validator == best.validator == "required"]
        missing = [each for each in alike if each.absolute_path == best.absolute_path]
        yield from missing or _deepest(best)
        return
    deepest = best_match([error]) or error
    yield from [deepest] if deepest is error or not deepest.context else _deepest(deepest)


def _is_whole(error: ValidationError, alternative: Sequence[ValidationError]) -> bool:
    """Return whether an object has all fields of the alternative, and the constants that name it."""
    of_the_value = {each.validator for each in alternative if each.absolute_path == error.absolute_path}
    constants = any(each.validator in {"const", "enum"} for each in alternative)
    return (
        isinstance(error.instance, dict) and of_the_value.isdisjoint({"type", "required"}) and not constants
    )


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
    expected: Json = error.validator_value
    if error.validator == "required":
        return f"the field {_missing(error)}"
    if error.validator in {"anyOf", "oneOf"}:
        return " or ".join(named(alternative) for alternative in expected)
    return f"{error.validator} {one_line(expected)}"


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

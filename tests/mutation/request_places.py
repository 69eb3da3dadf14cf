"""Requests in terms of the contract: their parameters and body, and the places that a variant of them has."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote

from miniatures.http_messages import Request

from contract_tests.client.operation_request import NO_BODY, OperationRequest
from contract_tests.contract import Contract, Operation
from contract_tests.generation.body_variants import BodyVariant, body_variants
from mutation.places import Place, places


@dataclass(frozen=True)
class RequestPlace:
    """A parameter, or a place in one variant of the body."""

    variant: BodyVariant
    where: Literal["path", "query", "header", "body"]
    place: Place

    @property
    def name(self) -> str:
        """Name in reports: `query limit`, `body /config/tags`, `run.start /params/config`."""
        where = self.variant.name or self.where
        return f"{where} {self.place.pointer if self.is_body else self.place.path[0]}"

    @property
    def is_body(self) -> bool:
        return self.where == "body"

    @property
    def schemas(self) -> tuple[Mapping[str, Any], ...]:
        return self.place.schemas

    def values(self, request: OperationRequest) -> list[Any]:
        """Return the values that the request has at the place."""
        if self.is_body:
            return list(_at(request.body, self.place.path))
        given = request.headers if self.where == "header" else getattr(request, self.where)
        found = given.get(self.place.path[0])
        return found if isinstance(found, list) else [] if found is None else [found]


def request_places(contract: Contract, operation: Operation) -> Iterator[RequestPlace]:
    """Yield all parameters and places in the body that a server must understand."""
    variant = BodyVariant(operation)
    for each in operation.parameters:
        if not each.get("x-lenient"):
            name = each["name"].lower() if each["in"] == "header" else each["name"]
            place = Place((name,), (each["schema"],), bool(each.get("required")))
            yield RequestPlace(variant, each["in"], place)
    for variant in body_variants(contract, operation) if operation.body is not None else ():
        root = Place((), (variant.operation.body,), is_required=False)
        known = (root, *places(contract, variant.operation.body))
        free = [place.path for place in known if _is_free(contract, place)]
        for place in known:
            is_below = any(place.path[: len(path)] == path for path in free if path != place.path)
            if not is_below and not any(schema.get("x-lenient") for schema in place.schemas):
                yield RequestPlace(variant, "body", place)


def _is_free(contract: Contract, place: Place) -> bool:
    """Return whether any value is valid at the place, although the contract describes some."""
    parts = (part for schema in place.schemas for part in contract.resolve(schema).get("anyOf", ()))
    return any(part == {} for part in parts)


def read(operation: Operation, request: Request) -> OperationRequest:
    """Return the request in terms of the operation."""
    pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", operation.path)
    found = re.fullmatch(pattern, request.path)
    path = {name: unquote(text) for name, text in found.groupdict().items()} if found else {}
    headers = {name.lower(): text for name, text in request.headers.items()}
    return OperationRequest(path, request.query, headers, _body(request.content))


def _body(content: bytes) -> Any:
    if not content:
        return NO_BODY
    try:
        return json.loads(content)
    except ValueError:
        return content


def _at(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    if not path:
        yield value
        return
    first, *rest = path
    if isinstance(value, list) and first == "*":
        inside = value
    elif isinstance(value, dict):
        inside = [*value.values()] if first == "*" else [value[first]] if first in value else []
    else:
        inside = []
    for each in inside:
        yield from _at(each, tuple(rest))

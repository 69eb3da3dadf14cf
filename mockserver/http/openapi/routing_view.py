"""View of a 3.1 document for connexion: a valid 3.0.3 skeleton whose schemas point into it.

It has paths, operation ids, media types and parameters. Each schema is `{"x-schema": [address, ...]}`: a
value must match the schemas at all addresses. There is one address, except where a custom document is
served: input of one of our operations must match both that document and the contract, since the handler
relies on the contract.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.contract import Contract, Operation
from mockserver.http.openapi.schemas import address

CONTRACT_URN = "urn:contract"
SERVED = "urn:served"

SERVED_BY_DOCS = frozenset({"/docs", "/openapi.json"})
"""Paths that a document may describe, but that `docs` serves."""

IGNORED_HEADERS = frozenset({"accept", "authorization", "content-type"})
"""Header parameters that OpenAPI ignores. In the contract they are meant to be read."""

EVENTS_BY_NAME = "x-stream-events"

REJECTION = "x-refusal"
"""Field of a response object: marks its body as an error, regardless of the status."""

PREFERRED = "x-preferred"
"""Field of a response object: the status that stands for the same, and that the mock returns."""

View = dict[str, Any]

OPENAPI = "3.0.3"


@dataclass(frozen=True)
class Place:
    """An operation in the document with this URI."""

    uri: str
    contract: Contract
    operation: Operation

    def behind(self, pointer: str) -> tuple[str, Any]:
        """Return the pointer that remains after following all references, and its value."""
        return self.contract.behind(pointer)


def routing_view(contract: Contract, served: Contract | None = None) -> View:
    """Return the view. If a custom document is served, operations with a known method and path are ours."""
    paths: dict[str, dict[str, View]] = {}
    for places in placed(contract, served):
        operation = places[-1].operation
        paths.setdefault(operation.path, {})[operation.method.lower()] = viewed(places)
    return {"openapi": OPENAPI, "info": {"title": "routing view", "version": "1"}, "paths": paths}


def placed(contract: Contract, served: Contract | None) -> Iterator[list[Place]]:
    """Yield the descriptions of each operation. The last one determines its name."""
    by_shape = {shape(operation): operation for operation in contract.operations}
    for operation in (served or contract).operations:
        if operation.path in SERVED_BY_DOCS:
            continue
        places = [Place(SERVED, served, operation)] if served else []
        if own := by_shape.get(shape(operation)):
            places.append(Place(CONTRACT_URN, contract, own))
        yield places


def shape(operation: Operation) -> tuple[str, str]:
    """Return a key that ignores names of path parameters and a trailing slash, for comparing documents."""
    return operation.method, re.sub(r"\{[^}]*\}", "{}", operation.path.rstrip("/"))


def operation_id(place: Place) -> str:
    """Return the id; one in a custom document could happen to equal one of ours, so it is not used."""
    operation = place.operation
    return operation.id if place.uri == CONTRACT_URN else f"{operation.method} {operation.path}"


def viewed(places: list[Place]) -> View:
    place = places[-1]
    view: View = {
        "operationId": operation_id(place),
        "parameters": parameters(places),
        "responses": dict(responses(place)),
    }
    if bodies := [body for each in places if (body := request_body(each))]:
        view["requestBody"] = {
            "required": any(required for required, _ in bodies),
            "content": {"application/json": {"schema": pointing(*(location for _, location in bodies))}},
        }
    return view


def pointing(*addresses: str) -> View:
    return {"x-schema": list(addresses)}


def parameters(places: list[Place]) -> list[View]:
    by_place: dict[tuple[str, str], View] = {}
    for place in places:
        for name, raw, location in described_parameters(place, named_as=places[-1]):
            if place.uri == SERVED and raw["in"] == "header" and name.lower() in IGNORED_HEADERS:
                continue
            view = by_place.setdefault((raw["in"], name.lower()), {"name": name, "in": raw["in"]})
            view["required"] = raw.get("required", False) or view.get("required", False)
            view.setdefault("schema", pointing())["x-schema"].append(location)
    return list(by_place.values())


def described_parameters(place: Place, *, named_as: Place) -> Iterator[tuple[str, Any, str]]:
    """Yield the name, the parameter and the address of its schema."""
    own_names = re.findall(r"\{([^}]*)\}", place.operation.path)
    names = dict(zip(own_names, re.findall(r"\{([^}]*)\}", named_as.operation.path), strict=True))
    item = place.operation.pointer.rpartition("/")[0]
    for parent in (item, place.operation.pointer):
        for index in range(len(place.contract.at(parent).get("parameters", []))):
            pointer, raw = place.behind(f"{parent}/parameters/{index}")
            pointer += "/schema" if "schema" in raw else "/content/application~1json/schema"
            name = names.get(raw["name"], raw["name"]) if raw["in"] == "path" else raw["name"]
            yield name, raw, address(place.uri, pointer)


def request_body(place: Place) -> tuple[bool, str] | None:
    """Return whether the body is required, and the address of its schema."""
    if "requestBody" not in place.operation.raw:
        return None
    pointer, raw = place.behind(f"{place.operation.pointer}/requestBody")
    if "schema" not in raw.get("content", {}).get("application/json", {}):
        return None
    location = address(place.uri, f"{pointer}/content/application~1json/schema")
    return raw.get("required", False), location


def responses(place: Place) -> Iterator[tuple[str, View]]:
    for status in place.operation.raw.get("responses", {}):
        pointer, raw = place.behind(f"{place.operation.pointer}/responses/{status}")
        view: View = {"description": ""}
        if raw.get("headers"):
            view["headers"] = {
                name: {"required": place.contract.resolve(header).get("required", False), "schema": {}}
                for name, header in raw["headers"].items()
            }
        view |= {name: raw[name] for name in (REJECTION, PREFERRED) if name in raw}
        if raw.get("content"):
            view["content"] = dict(contents(place, pointer, raw["content"]))
        yield str(status), view


def contents(place: Place, pointer: str, content: Mapping[str, Any]) -> Iterator[tuple[str, View]]:
    for media, described in content.items():
        location = f"{pointer}/content/{media.replace('~', '~0').replace('/', '~1')}"
        schema = pointing(address(place.uri, f"{location}/schema")) if "schema" in described else {}
        view: View = {"schema": schema}
        if EVENTS_BY_NAME in described:
            view[EVENTS_BY_NAME] = dict(events(place, f"{location}/{EVENTS_BY_NAME}"))
        yield media, view


def events(place: Place, pointer: str) -> Iterator[tuple[str, View]]:
    """Yield the data schema of each event of a stream; entries under `also` take precedence."""
    pointer, stream = place.behind(pointer)
    for group in ("events", "also"):
        if group in stream:
            location, by_name = place.behind(f"{pointer}/{group}")
            for name in by_name:
                data = f"{location}/{name.replace('~', '~0').replace('/', '~1')}/schema"
                yield name, pointing(address(place.uri, data))


def addresses(view: Any) -> Iterator[list[str]]:
    """Yield every list of addresses in the view."""
    if isinstance(view, list):
        for each in view:
            yield from addresses(each)
    elif isinstance(view, dict):
        if "x-schema" in view:
            yield view["x-schema"]
        for each in view.values():
            yield from addresses(each)

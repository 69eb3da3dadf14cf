"""Defects in the data of a response or event: a missing field, a wrong type, an undocumented value."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from miniatures.events import Event
from miniatures.http_messages import Request, Response
from miniatures.miniature import Alter, Mock

from contract_tests.client.stream import MEDIA_TYPE
from contract_tests.contract import Contract, Operation
from contract_tests.validation.request import Validity
from mutation.mutant import Mutant, shown
from mutation.places import Place, changed, places, without

JSON = "application/json"

OTHERS: tuple[Any, ...] = (17.5, "text", {"a": 1}, [True], False, None)
"""One value of each type. The first that the schema rejects at a place is used there."""

UNDOCUMENTED = "undocumented"

Make = Callable[[Any], Any]
"""A function from a valid body to a defective one."""


def mutants(contract: Contract, validity: Validity) -> Iterator[Mutant]:
    for operation in contract.operations:
        for status, response in operation.responses.items():
            schema = response.get("content", {}).get(JSON, {}).get("schema")
            if schema is not None:
                for kind, place, make in _defects(contract, validity, schema):
                    alter = _of_bodies(validity, schema, status, make)
                    yield Mutant(kind, operation.id, f"{status} {place.pointer}", alter)
        for name, schema in events_of(contract, operation).items():
            for kind, place, make in _defects(contract, validity, schema):
                alter = _of_events(validity, schema, name, make)
                yield Mutant(kind, operation.id, f"event {name} {place.pointer}", alter)


def events_of(contract: Contract, operation: Operation) -> Mapping[str, Mapping[str, Any]]:
    """Return the schemas of a stream's events by event name."""
    contents = (response.get("content", {}).get(MEDIA_TYPE, {}) for response in operation.responses.values())
    grammars = [
        contract.resolve(content["x-stream-events"]) for content in contents if "x-stream-events" in content
    ]
    several = [
        contract.resolve(grammar[word])
        for grammar in grammars
        for word in ("events", "also")
        if word in grammar
    ]
    return {name: contract.resolve(event)["schema"] for each in several for name, event in each.items()}


def _defects(
    contract: Contract, validity: Validity, schema: Mapping[str, Any]
) -> Iterator[tuple[str, Place, Make]]:
    for place in places(contract, schema):
        if place.is_required:
            yield "missing field", place, lambda body, path=place.path: without(body, path)
        wrong = [other for other in OTHERS if _is_wrong(validity, place, other)]
        if wrong:
            yield "wrong type", place, _putting(place, wrong[0])
        if _are_named(contract, place):
            yield "undocumented value", place, _putting(place, UNDOCUMENTED)


def _putting(place: Place, value: Any) -> Make:
    return lambda body: changed(body, place.path, lambda _old: value)


def _is_wrong(validity: Validity, place: Place, value: Any) -> bool:
    return not any(validity.is_valid(schema, value) for schema in place.schemas)


def _are_named(contract: Contract, place: Place) -> bool:
    """Return whether the contract enumerates the strings allowed at this place."""
    known = [contract.resolve(schema) for schema in place.schemas]
    known += [contract.resolve(each) for schema in known for each in schema.get("anyOf", ())]
    return any("enum" in schema or isinstance(schema.get("const"), str) for schema in known)


def _of_bodies(validity: Validity, schema: Mapping[str, Any], status: int, make: Make) -> Alter:
    async def alter(mock: Mock, request: Request) -> Response:
        response = await mock(request)
        is_json = response.headers.get("content-type", "").startswith(JSON)
        if response.status != status or response.events is not None or not is_json or not response.content:
            return response
        altered = make(response.json)
        return response if validity.is_valid(schema, altered) else shown(mock, response.with_json(altered))

    return alter


def _of_events(validity: Validity, schema: Mapping[str, Any], name: str, make: Make) -> Alter:
    async def alter(mock: Mock, request: Request) -> Response:
        response = await mock(request)

        def other(event: Event) -> Event:
            if event.name.partition("|")[0] != name:
                return event
            altered = make(event.data)
            if validity.is_valid(schema, altered):
                return event
            shown(mock, response)
            return Event(event.name, altered, event.id)

        return response.each(other)

    return alter

"""Request fields that a check is about, by the names in its id and its requirement."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from contract_tests.contract import Contract, Json, load

QUOTED = re.compile(r"`([^`]+)`")

SELECT = "select"
"""Field whose values are the fields of the response, which most checks are about."""

Values = Mapping[str, frozenset[str]]
"""Documented values by the name of the field."""


@cache
def request_fields(operation_id: str) -> Values:
    """Return the query parameters and the top-level fields of the body, with their documented values."""
    contract = load()
    operation = contract.by_id.get(operation_id)
    if operation is None:
        return {}
    query = {each["name"]: each["schema"] for each in operation.parameters if each["in"] == "query"}
    schemas = {**query, **_body_schemas(contract, operation_id)}
    return {name: frozenset(_values(contract, schema)) for name, schema in schemas.items()}


@cache
def body_fields(operation_id: str) -> frozenset[str]:
    """Return the names of the top-level fields of the body, or of the items if it is an array."""
    return frozenset(_body_schemas(load(), operation_id))


def named_field(check: str, operation_id: str) -> str:
    """Return the field in the id of a check, such as `sort_by` in `search.sort_by_name`; empty if none."""
    segments, fields = check.split(".")[1:], request_fields(operation_id)
    named = [name for each in segments for name in fields if each == name or each.startswith(f"{name}_")]
    return max(named, key=len, default="")


def fields_in(check: str, operation_id: str) -> frozenset[str]:
    """Return the field that the id of a check names, else those of which it names a value."""
    if named := named_field(check, operation_id):
        return frozenset({named})
    segments = set(check.split(".")[1:])
    return frozenset(
        name
        for name, values in request_fields(operation_id).items()
        if name != SELECT and not segments.isdisjoint(each.replace("-", "_") for each in values)
    )


def quoted_fields(requirement: str, operation_id: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the fields that the first line of a requirement quotes, and those of the values it quotes."""
    fields = request_fields(operation_id)
    quoted = QUOTED.findall(requirement.partition("\n")[0])
    names = frozenset(name for each in quoted if (name := re.split(r"[:.]", each)[0]) in fields)
    by_value = frozenset(name for each in quoted for name, values in fields.items() if each in values)
    return names, by_value


def field_about(check: str, requirement: str, operation_id: str) -> str:
    """Return the one field that a check is about; empty if it is about none or several.

    The requirement quotes the field or one of its values. A name of several words in the id is enough: a
    single one such as `namespace` often is the resource.
    """
    names, by_value = quoted_fields(requirement, operation_id)
    named = named_field(check, operation_id)
    if named and ("_" in named or named in names) and not (named in names and len(names) > 1):
        return named
    found = names or by_value
    return next(iter(found)) if len(found) == 1 else ""


def needs_body(operation_id: str) -> bool:
    """Return whether the body has a required field, so that the operation has no effect without it."""
    contract = load()
    operation = contract.by_id.get(operation_id)
    return bool(operation and operation.body and contract.whole(operation.body).get("required"))


def _body_schemas(contract: Contract, operation_id: str) -> Mapping[str, Json]:
    operation = contract.by_id.get(operation_id)
    return dict(_properties(contract, operation.body)) if operation and operation.body else {}


def _properties(contract: Contract, schema: Json) -> Iterator[tuple[str, Json]]:
    for part in contract.resolve(schema).get("anyOf", [schema]):
        whole = contract.whole(part)
        yield from contract.whole(whole.get("items", whole))["properties"].items()


def _values(contract: Contract, schema: Json) -> Iterator[str]:
    schema = contract.resolve(schema)
    yield from (each for each in (*schema.get("enum", ()), schema.get("const")) if isinstance(each, str))
    inner = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *filter(None, [schema.get("items")])]
    for each in inner:
        yield from _values(contract, each)

"""Fields that a target leaves out of its responses because their value is null, as many serializers do."""

from collections.abc import Iterable, Iterator

from contract_tests.contract import Contract, Json, Operation, load
from contract_tests.findings.finding import NO_FIELD, Finding

NULL = "null"

LEFT_OUT = frozenset({NO_FIELD, '"no such key"'})
"""What a check receives in place of a value that a response lacks."""

MANY_OPERATIONS = 4
"""Operations that lose null, from which the serializer of the target is to blame."""


def leaves_out_null(findings: Iterable[Finding]) -> bool:
    """Return whether many operations lose null."""
    return len({each.operation for each in findings if _is_lost(each)}) >= MANY_OPERATIONS


def is_about_a_left_out_null(finding: Finding, operation: Operation | None) -> bool:
    """Return whether a value is lost that was null, or the response lacks a field that may be null."""
    if _is_lost(finding) or operation is None:
        return _is_lost(finding)
    return finding.check == "shape.body" and finding.received in LEFT_OUT and _may_be_null(operation, finding)


def _is_lost(finding: Finding) -> bool:
    return finding.expected == NULL and finding.received in LEFT_OUT


def _may_be_null(operation: Operation, finding: Finding) -> bool:
    """Return whether the contract allows null for the field that the response lacks."""
    contract = load()
    response = operation.responses.get(finding.exchange.status, {})
    schemas = [content.get("schema", {}) for content in response.get("content", {}).values()]
    for part in finding.pointer.split("/")[1:]:
        schemas = [inner for schema in schemas for inner in _at(contract, schema, part)]
    return any(NULL in _types(each) for schema in schemas for each in _alternatives(contract, schema))


def _at(contract: Contract, schema: Json, part: str) -> Iterator[Json]:
    """Yield the schemas of a field, or of the items of an array."""
    for each in _alternatives(contract, schema):
        properties = contract.whole(each)["properties"]
        if part in properties:
            yield properties[part]
        elif "items" in each and (part == "*" or part.isdigit()):
            yield each["items"]


def _alternatives(contract: Contract, schema: Json) -> Iterator[Json]:
    schema = contract.resolve(schema)
    yield schema
    for part in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _alternatives(contract, part)


def _types(schema: Json) -> tuple[str, ...]:
    found = schema.get("type", ())
    return (found,) if isinstance(found, str) else tuple(found)

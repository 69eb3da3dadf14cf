"""Loading of a custom document, validated against the schema of OpenAPI 3.1 first."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator

from contract_tests.contract import BrokenContract, Contract, load
from mockserver.http.openapi.schemas import problem

KINDS = {
    "parameters": "parameter",
    "requestBody": "request-body",
    "responses": "response",
    "headers": "header",
    "examples": "example",
}
"""Kind of object that a reference under each key must lead to, as the OpenAPI schema names it."""

CONTENTS = frozenset({"schema", "example", "value"})
"""Keys whose values have other kinds of references, or none."""


def load_custom_spec(source: Path) -> Contract:
    """Read a custom document.

    Raises:
        BrokenContract: it can't be read, or is not an OpenAPI 3.1 document.

    """
    # importing takes a quarter of a second, and only a custom document needs it
    from openapi_spec_validator.schemas.utils import get_schema_content  # noqa: PLC0415

    contract = load(source)
    schema = dict(get_schema_content("3.1"))
    for error in Draft202012Validator(schema, validate_formats=True).iter_errors(contract.document):
        place = ".".join(map(str, error.instance_path)) or "the document"
        raise BrokenContract(source, f"not a valid OpenAPI 3.1 document: {place}: {problem(error)}")
    _see_references(contract, schema["$defs"])
    return contract


def _see_references(contract: Contract, definitions: dict[str, Any]) -> None:
    """Check that each reference leads to an object of the right kind.

    Raises:
        BrokenContract: one does not.

    """
    unseen = list(_references(contract.document["paths"]))
    seen = set[tuple[str, str]]()
    while unseen:
        if (reference := unseen.pop()) in seen:
            continue
        seen.add(reference)
        kind, pointer = reference
        _, target = contract.behind(pointer)
        definition = {"$defs": definitions, "$ref": f"#/$defs/{kind}"}
        if not Draft202012Validator(definition, validate_formats=True).is_valid(target):
            raise BrokenContract(contract.source, f"{pointer} does not lead to a {kind.replace('-', ' ')}")
        unseen += _references(target)


def _references(node: Any, kind: str = "") -> Iterator[tuple[str, str]]:
    """Yield the kind that each reference must lead to, and the reference."""
    if isinstance(node, list):
        for each in node:
            yield from _references(each, kind)
    elif isinstance(node, dict) and kind and "$ref" in node:
        yield kind, str(node["$ref"])
    elif isinstance(node, dict):
        for key, value in node.items():
            below = KINDS.get(key, "")
            parts = value.values() if below and key != "requestBody" and isinstance(value, dict) else [value]
            for each in parts if key not in CONTENTS else ():
                yield from _references(each, below)

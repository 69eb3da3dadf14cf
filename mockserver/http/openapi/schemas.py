"""Compilation of schemas by their address: JSON Schema 2020-12, formats enforced.

A schema's address is the URI of its document and a JSON pointer: `urn:contract#/components/schemas/Thread`.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from jsonschema_rs import Draft202012, Draft202012Validator, Registry, ValidationError, ValidationErrorKind

from contract_tests.contract import BrokenContract, Contract

MAX_PROBLEM_CHARS = 300
"""Characters. A message quotes the invalid value, which may be as long as a body."""


class Schemas:
    def __init__(self, documents: Mapping[str, Contract]) -> None:
        """Prepare compilation of schemas in `documents`, which are keyed by URI."""
        self._documents = documents
        self._compiled: dict[tuple[str, ...], Draft202012Validator] = {}
        self._registry = Registry(
            [(uri, dict(contract.document)) for uri, contract in documents.items()], draft=Draft202012
        )

    def compile(self, addresses: Sequence[str]) -> Draft202012Validator:
        """Return one validator that combines all of these schemas.

        Raises:
            BrokenContract: an address leads nowhere or not to a valid schema.

        """
        key = tuple(addresses)
        if key not in self._compiled:
            self._compiled[key] = self._compile(key)
        return self._compiled[key]

    def _compile(self, addresses: tuple[str, ...]) -> Draft202012Validator:
        schema = {"allOf": [{"$ref": address} for address in addresses]}
        try:
            return Draft202012Validator(schema, registry=self._registry, validate_formats=True, offline=True)
        except ValueError as error:
            uri, _, pointer = addresses[0].partition("#")
            reason = f"#{pointer} is not a valid JSON Schema: {first_line(error)}"
            raise BrokenContract(self._documents[uri].source, reason) from error


def address(uri: str, pointer: str) -> str:
    return uri + "#" + quote(pointer.removeprefix("#"), safe="/~")


def first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def problem(error: ValidationError) -> str:
    """Return the message; for unknown keys, and values that match no alternative, in plain words."""
    match error.kind:
        case ValidationErrorKind.AdditionalProperties(unexpected=keys):
            message = f"unknown key {', '.join(map(repr, keys))}"
        case (
            ValidationErrorKind.AnyOf(context=alternatives)
            | ValidationErrorKind.OneOfNotValid(context=alternatives)
        ):
            reasons = dict.fromkeys(problem(errors[0]) for errors in alternatives)
            message = "; or ".join(reasons)
        case _:
            message = error.message
    return message if len(message) <= MAX_PROBLEM_CHARS else message[:MAX_PROBLEM_CHARS] + "…"


def field(start: str, path: Sequence[Any]) -> str:
    """Return a path such as `body.metadata.tags.0`."""
    return ".".join([start, *map(str, path)])

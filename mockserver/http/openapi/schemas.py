"""Compilation of schemas by their address: JSON Schema 2020-12, formats enforced.

A schema's address is the URI of its document and a JSON pointer: `urn:contract#/components/schemas/Thread`.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from jsonschema_rs import Draft202012, Draft202012Validator, Registry, ValidationError, ValidationErrorKind

from contract_tests.contract import BrokenContract, Contract
from contract_tests.text.suggestion import did_you_mean

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

    def explain(self, start: str, error: ValidationError) -> tuple[str, str]:
        """Return the field, such as `body.metadata.tags.0`, and the problem with the names of the schema."""
        cause = narrowed(error)
        return field(start, cause.instance_path), problem(cause, self._around)

    def _around(self, error: ValidationError) -> Mapping[str, Any]:
        """Return the schema with the violated keyword."""
        uri, _, pointer = (error.absolute_keyword_location or "").partition("#")
        above = unquote(pointer).rpartition("/")[0]
        return self._documents[uri].at(above) if uri in self._documents and above else {}


def address(uri: str, pointer: str) -> str:
    return uri + "#" + quote(pointer.removeprefix("#"), safe="/~")


def first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def no_schema(_error: ValidationError) -> Mapping[str, Any]:
    return {}


def problem(
    error: ValidationError, schema_of: Callable[[ValidationError], Mapping[str, Any]] = no_schema
) -> str:
    """Return the message; in plain words for keys, patterns and alternatives.

    `schema_of` returns the schema around an error: its keys and examples show what to change.
    """
    match error.kind:
        case ValidationErrorKind.AdditionalProperties(unexpected=keys):
            message = unknown_keys(keys, schema_of(error).get("properties", ()))
        case ValidationErrorKind.Pattern() if examples := schema_of(error).get("examples"):
            given, example = (json.dumps(each, ensure_ascii=False) for each in (error.instance, examples[0]))
            message = f"{given} is not valid; a valid one is {example}"
        case ValidationErrorKind.PropertyNames(error=inner):
            message = problem(inner, schema_of)
        case (
            ValidationErrorKind.AnyOf(context=alternatives)
            | ValidationErrorKind.OneOfNotValid(context=alternatives)
        ):
            reasons = [errors[0] for errors in fitting(error, alternatives)]
            message = no_alternative_has(reasons, schema_of) or "; or ".join(
                dict.fromkeys(problem(each, schema_of) for each in reasons)
            )
        case _:
            message = error.message
    return message if len(message) <= MAX_PROBLEM_CHARS else message[:MAX_PROBLEM_CHARS] + "…"


def unknown_keys(keys: Sequence[str], known: Iterable[str]) -> str:
    known = list(known)
    hint = did_you_mean(keys[0], known, otherwise=f"use {', '.join(known)}")
    return f"unknown key {', '.join(map(repr, keys))}" + (f"; {hint}" if known else "")


def no_alternative_has(
    reasons: Sequence[ValidationError], schema_of: Callable[[ValidationError], Mapping[str, Any]]
) -> str:
    """Return the problem of keys that are unknown to all alternatives; `""` if there is another problem."""
    keys: Sequence[str] = ()
    known: list[str] = []
    for reason in reasons:
        match reason.kind:
            case ValidationErrorKind.AdditionalProperties(unexpected=unexpected):
                keys = unexpected
                known += schema_of(reason).get("properties", ())
            case _:
                return ""
    return unknown_keys(keys, known) if keys else ""


def narrowed(error: ValidationError) -> ValidationError:
    """Return the violation inside of the only alternative that the value can mean, or the error itself."""
    match error.kind:
        case (
            ValidationErrorKind.AnyOf(context=alternatives)
            | ValidationErrorKind.OneOfNotValid(context=alternatives)
        ):
            left = fitting(error, alternatives)
            return narrowed(left[0][0]) if len(left) == 1 else error
    return error


def fitting(
    error: ValidationError, alternatives: Sequence[Sequence[ValidationError]]
) -> Sequence[Sequence[ValidationError]]:
    """Return the alternatives whose type the value has; all of them if it has none of these types."""

    def is_of_other_type(errors: Sequence[ValidationError]) -> bool:
        return any(
            isinstance(each.kind, ValidationErrorKind.Type) and each.instance_path == error.instance_path
            for each in errors
        )

    return [errors for errors in alternatives if not is_of_other_type(errors)] or alternatives


def field(start: str, path: Sequence[Any]) -> str:
    """Return a path such as `body.metadata.tags.0`."""
    return ".".join([start, *map(str, path)])

"""Parsing of path, query and header parameters by their schemas.

A parameter is text, and its schema may allow many types. The text is parsed as JSON and as a string, alone
and as a list, and the first reading that matches the schema is the value: `limit=2` is a number where the
schema requires one, and a string where it requires a string. Cookies are ignored, and so are undocumented
parameters, unless the API rejects those of the query.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import orjson
from jsonschema_rs import ValidationError
from starlette.types import Scope

from contract_tests.text.suggestion import did_you_mean
from mockserver.errors import InvalidRequest
from mockserver.http import scope_keys
from mockserver.http.openapi.schemas import MAX_PROBLEM_CHARS, Schemas
from mockserver.http.request.body import is_deep

CANONICAL = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
UUID_TEXT = re.compile("[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}").fullmatch

NOT_UUIDS = ("no uuid", "no-uuid")
"""Texts of which other schemas that accept a UUID accept at least one."""


class Parameter:
    def __init__(self, raw: Mapping[str, Any], schemas: Schemas) -> None:
        self.name: str = raw["name"]
        self.key = self.name.lower() if raw["in"] == "header" else self.name
        self._field = self.name if raw["in"] == "path" else f"{raw['in']} {self.name}"
        self._required: bool = raw.get("required", False)
        self._schemas = schemas
        self._compiled = schemas.compile(raw["schema"]["x-schema"])
        # the schema may use a format or a pattern, here or behind a reference, so test its behaviour
        self._is_uuid = self._compiled.is_valid(str(UUID(int=0))) and not any(
            map(self._compiled.is_valid, NOT_UUIDS)
        )

    def value(self, texts: Sequence[str]) -> Any:
        if self._is_uuid:
            return self._uuid(texts[-1])
        for reading in readings(texts):
            if self._compiled.is_valid(reading):
                return reading
        raise InvalidRequest(self._field, self._problem(texts[-1]))

    def missing(self) -> None:
        if self._required:
            raise InvalidRequest(self._field, "is required")

    def _uuid(self, text: str) -> str:
        if CANONICAL(text):
            return text
        if UUID_TEXT(text):
            return str(UUID(text))
        raise InvalidRequest(self._field, f"{text[:MAX_PROBLEM_CHARS]!r} is not a valid UUID")

    def _problem(self, text: str) -> str:
        try:
            self._compiled.validate(next(readings([text])))
        except ValidationError as error:
            return self._schemas.explain(self._field, error)[1]
        return "does not match its schema"


class Parameters:
    """The parameters of one operation."""

    def __init__(
        self,
        parameters: Iterable[Mapping[str, Any]],
        *,
        schemas: Schemas,
        ignored: Collection[str] | None = None,
        **_options: Any,
    ) -> None:
        """Read the parameters. If `ignored` is given, a query may have no other undocumented names."""
        read = [(raw["in"], Parameter(raw, schemas)) for raw in parameters]
        self._path = [parameter for place, parameter in read if place == "path"]
        self._query = {parameter.key: parameter for place, parameter in read if place == "query"}
        self._headers = {parameter.key: parameter for place, parameter in read if place == "header"}
        self._ignored = ignored

    def validate(self, scope: Scope) -> None:
        path = scope["path_params"]
        for parameter in self._path:
            path[parameter.name] = parameter.value([path[parameter.name]])
        if self._query or self._ignored is not None:
            sent = query(scope)
            if self._ignored is not None:
                self._must_be_documented(sent, self._ignored)
            scope[scope_keys.QUERY] = values(self._query, sent)
        if self._headers:
            scope[scope_keys.HEADERS] = values(self._headers, headers(scope))

    def _must_be_documented(self, sent: Iterable[tuple[str, str]], ignored: Collection[str]) -> None:
        for name, _ in sent:
            if name not in self._query and name not in ignored:
                shown = name[:MAX_PROBLEM_CHARS]
                known = f"use {', '.join(self._query)}" if self._query else "the operation has none"
                hint = did_you_mean(shown, self._query, otherwise=known)
                raise InvalidRequest(f"query {shown}", f"unknown parameter; {hint}")


def values(parameters: Mapping[str, Parameter], sent: Iterable[tuple[str, str]]) -> dict[str, Any]:
    texts: dict[str, list[str]] = {}
    for name, text in sent:
        if name in parameters:
            texts.setdefault(name, []).append(text)
    decoded = {}
    for name, parameter in parameters.items():
        if name in texts:
            decoded[name] = parameter.value(texts[name])
        else:
            parameter.missing()
    return decoded


def query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def headers(scope: Scope) -> Iterator[tuple[str, str]]:
    return ((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])


def readings(texts: Sequence[str]) -> Iterator[Any]:
    """Yield the possible values. The last text wins for a single value; a list is `a=1&a=2` or `a=1,2`."""
    many = texts if len(texts) > 1 else texts[0].split(",")
    yield as_json(texts[-1])
    yield texts[-1]
    yield [as_json(text) for text in many]
    yield many


def as_json(text: str) -> Any:
    """Return the JSON value, or the text if it is not valid JSON. Python clients write `True`."""
    try:
        value = orjson.loads(text.lower() if text in {"True", "False"} else text)
    except orjson.JSONDecodeError:
        return text
    if isinstance(value, list | dict) and is_deep(value):
        return text  # no schema accepts it, and validators do not recurse that far
    # 2.0 is an integer in JSON Schema, so handlers get one
    return int(value) if type(value) is float and value.is_integer() else value

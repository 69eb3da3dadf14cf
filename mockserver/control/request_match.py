"""Conditions on requests, shared by faults and the journal."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import orjson

from contract_tests.text.suggestion import did_you_mean
from mockserver.errors import InvalidRequest
from mockserver.state.containment import contains

WILDCARD = re.compile(r"(\*\*|\*|\{[^{}/]*\})")
ANY_SEGMENTS = "**"
ASSISTANT = "assistant_id"
NOT_JSON = object()
"""The value of a body that is not JSON."""


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "WEBSOCKET")
"""Methods that requests may have, and the word for WebSockets."""


class RequestFacts(Protocol):
    """The facts of a request that conditions are about."""

    @property
    def operation(self) -> str:
        """Return the operation id; `""` for an unknown path."""

    @property
    def method(self) -> str: ...

    @property
    def path(self) -> str: ...

    @property
    def thread_id(self) -> str:
        """Return the thread in the path; `""` without one."""

    @property
    def owners(self) -> Collection[str]:
        """Return the owner and the credentials that stand for it."""

    @property
    def assistants(self) -> Collection[str]:
        """Return the ids and graph ids of the assistants in the path or body."""

    @property
    def body(self) -> bytes: ...

    @property
    def json(self) -> Any:
        """Return the parsed body; `NOT_JSON` if it has another form."""

    @property
    def needs_credentials(self) -> bool:
        """Return whether a server may require credentials for it."""

    @property
    def changes_state(self) -> bool:
        """Return whether its operation creates, changes or deletes something."""


@dataclass(frozen=True)
class RequestMatch:
    """Conditions that must all hold; an empty one matches every request."""

    operations: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    path: str = ""
    thread_id: str = ""
    assistant_id: str = ""
    """Id or graph id of an assistant."""
    owner: str = ""
    """Owner as in the journal, or its credentials."""
    body: Any = None
    """Text in the body, or a JSON value that it contains as `jsonb @>` does; `None` for any body."""
    given: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """The JSON from which the conditions were parsed."""

    @property
    def needs_body(self) -> bool:
        return bool(self.body is not None or self.assistant_id)

    def matches(self, request: RequestFacts) -> bool:
        return (
            (not self.operations or request.operation in self.operations)
            and (not self.methods or request.method in self.methods)
            and (not self.path or bool(self._path(request.path)))
            and (not self.thread_id or request.thread_id == self.thread_id)
            and (not self.owner or self.owner in request.owners)
            and (not self.assistant_id or self.assistant_id in request.assistants)
            and (self.body is None or has_content(request, self.body))
        )

    @cached_property
    def _path(self) -> Callable[[str], bool]:
        return path_pattern(self.path)


def must_know_names(given: Mapping[str, Any], field: str, known: Collection[str]) -> None:
    """Check the operation ids and the methods of conditions.

    Raises:
        InvalidRequest: an operation or a method is unknown.

    """
    for name in listed(given.get("method")):
        if name.upper() not in METHODS:
            hint = did_you_mean(name, METHODS, otherwise=f"use {', '.join(METHODS)}")
            raise InvalidRequest(f"{field}.method", f"{name!r} is not a method; {hint}")
    for name in listed(given.get("operation")):
        if name not in known:
            hint = did_you_mean(name, known, otherwise="/openapi.json has their ids")
            raise InvalidRequest(
                f"{field}.operation", f"{name!r} is not an operation of the contract; {hint}"
            )


def request_match(given: Mapping[str, Any]) -> RequestMatch:
    return RequestMatch(
        operations=frozenset(listed(given.get("operation"))),
        methods=frozenset(method.upper() for method in listed(given.get("method"))),
        path=given.get("path", ""),
        thread_id=given.get("thread_id", "").lower(),
        assistant_id=given.get("assistant_id", ""),
        owner=given.get("owner", ""),
        body=given.get("body"),
        given=given,
    )


def listed(given: str | list[str] | None) -> list[str]:
    if given is None:
        return []
    return given if isinstance(given, list) else [given]


def has_content(request: RequestFacts, part: Any) -> bool:
    if isinstance(part, str):
        return part.encode() in request.body
    return request.json is not NOT_JSON and contains(request.json, part)


def parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return NOT_JSON


def assistants_in(value: Any) -> set[str]:
    """Return the assistant ids in a JSON value: at its top, in its items and in `params`."""
    found = set()
    for part in value if isinstance(value, list) else [value]:
        for inner in (part, part.get("params") if isinstance(part, Mapping) else None):
            if isinstance(inner, Mapping) and isinstance(inner.get(ASSISTANT), str):
                found.add(inner[ASSISTANT])
    return found


def path_pattern(pattern: str) -> Callable[[str], bool]:
    """Return a function that matches a whole path.

    `*` and `{name}` match one segment or a part of it, `**` any number of segments. Matching takes linear
    time: a client chooses the pattern and the path, and `re` may take years for both.
    """
    from pydantic_core import SchemaValidator, core_schema  # noqa: PLC0415 - mocks without patterns start faster

    literals_and_wildcards = WILDCARD.split(pattern)
    parts = [
        (".*" if part == ANY_SEGMENTS else "[^/]+") if index % 2 else escaped(part)
        for index, part in enumerate(literals_and_wildcards)
    ]
    regex = rf"(?s)\A{''.join(parts)}\z"
    matcher = SchemaValidator(core_schema.str_schema(pattern=regex, regex_engine="rust-regex"))
    return matcher.isinstance_python


def escaped(text: str) -> str:
    """Return a regex of the text, whose escapes every engine has."""
    return "".join(each if each.isalnum() else rf"\x{{{ord(each):x}}}" for each in text)

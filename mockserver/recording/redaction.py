"""Redaction of secrets in a scenario: those of headers, URLs and named fields, everywhere."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from contract_tests.har import Entry
from mockserver.control.redaction import (
    FIELD,
    IN_A_BODY,
    MIN_SECRET_CHARS,
    REDACTED,
    Redactor,
    is_secret,
    parts,
)

NAMED = re.compile(FIELD, re.IGNORECASE)


def redactor(entries: Iterable[Entry]) -> Redactor:
    """Return the redactor for the secrets of a recording."""
    found = {secret for entry in entries for secret in _secrets(entry) if len(secret) >= MIN_SECRET_CHARS}
    return Redactor(tuple(sorted(found, key=lambda secret: (-len(secret), secret))))


def _secrets(entry: Entry) -> Iterator[str]:
    for header in (*entry.request.headers, *entry.response.headers):
        if is_secret(header.name):
            yield from parts(header.name, header.value or "")
    try:
        query = parse_qsl(urlsplit(entry.request.url).query)
    except ValueError:
        query = []
    yield from (value for name, value in query if NAMED.search(name))
    bodies = [entry.request.body.text if entry.request.body else None, entry.response.content.text]
    frames = [*(entry.frames or ()), *(entry.events or ())]
    for text in filter(None, [*bodies, *(frame.data for frame in frames)]):
        yield from (found[1] for found in IN_A_BODY.findall(text))


def redacted(value: Any, secrets: Redactor) -> Any:
    """Return a part of a scenario without secrets. Pieces of a text that has one become a single text."""
    match value:
        case str():
            return secrets.text(value)
        case {"chunks": list(pieces)} if secrets.text("".join(pieces)) != "".join(pieces):
            rest = {key: below for key, below in value.items() if key != "chunks"}
            return redacted({"say": "".join(pieces), **rest}, secrets)
        case dict():
            return {
                secrets.text(key): REDACTED
                if isinstance(below, str) and below and NAMED.search(key)
                else redacted(below, secrets)
                for key, below in value.items()
            }
        case list():
            return [redacted(below, secrets) for below in value]
    return value

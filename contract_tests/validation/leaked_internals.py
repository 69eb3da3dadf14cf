"""Search of errors for internals of the server: tracebacks, source paths, SQL."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from urllib.parse import unquote

from contract_tests.client.exchange import Exchange
from contract_tests.findings.finding import Violation
from contract_tests.text.visible import one_line
from contract_tests.validation.requirements import violation

MAX_BYTES = 100_000
"""Bytes of an error that are searched."""

SOURCE_FILES = "py|pyc|pyx|js|mjs|cjs|jsx|ts|mts|tsx|go|rs|java|rb|php|cs"

PATTERNS: Mapping[str, re.Pattern[str]] = {
    "a traceback": re.compile(
        r"Traceback \(most recent call last\)"
        r"|File \\?\"[^\"\n]+\", line \d+"
        r"|(?:\n|\\n)\s*at [^\n]+:\d+:\d+"
        r"|goroutine \d+ \[\w+\]"
        r"|thread '[^']*' panicked at"
    ),
    "the path of a source file": re.compile(
        rf"(?:[A-Za-z]:[\\/]+|/)(?:[\w.@+~-]+[/\\]+)+[\w.@+~-]+\.(?:{SOURCE_FILES})\b"
        r"|\b(?:site-packages|node_modules)\b"
    ),
    "an SQL statement or a message of its database": re.compile(
        r"\bSELECT\b.+\bFROM\b|\bINSERT INTO\b.+\bVALUES\b|\bUPDATE\b.+\bSET\b.+=|\bDELETE FROM\b"
        r"|\bSQLSTATE\b|\b(?:psycopg|asyncpg|sqlalchemy|sqlite3|pymongo|redis)\.\w+"
        r"|violates (?:foreign key|unique|not-null|check) constraint",
        re.DOTALL,
    ),
    "the representation of an object": re.compile(r"<class '[\w.]+'>|<[\w.<> ]+ at 0x[0-9a-f]+>"),
}
"""Patterns by what they find."""


def internals(exchange: Exchange) -> Iterator[Violation]:
    """Yield a violation for each kind of internals in an error. A text of the request may be repeated."""
    if exchange.status < HTTPStatus.BAD_REQUEST:
        return
    text = exchange.response.content[:MAX_BYTES].decode("utf-8", "replace")
    sent = unquote(exchange.request.url) + exchange.request.body.decode("utf-8", "replace")
    for name, pattern in PATTERNS.items():
        found = pattern.search(text)
        if found and found[0] not in sent:
            yield violation("shape.internals", "an error without internals", f"{name}: {_shown(found[0])}")


def _shown(text: str) -> str:
    """Return the text without its addresses, which differ in each run."""
    return one_line(re.sub(r"0x[0-9a-f]+", "0x…", text))

"""Recognition of files that are not snapshots, for errors that name what was sent instead."""

from collections.abc import Collection, Mapping
from typing import Any

SEED = frozenset({"api_key", "assistants", "crons", "generate", "items", "threads"})

KINDS: Mapping[str, Collection[str]] = {
    "a HAR file; `langgraph-mock record` makes a scenario from it": {"log"},
    "a record of langgraph-check": {"type", "contract_version"},
    "an OpenAPI document": {"openapi"},
    "a page of the journal": {"entries", "last_number"},
    "an entry of the journal": {"number", "duration_ms"},
    "the configuration of graphs; start the mock with `--config FILE`": {"graphs"},
    "a fault; add it with `langgraph-mock ctl faults FILE`": {"effect"},
    "the state of a thread": {"values", "checkpoint"},
    "a scenario; start the mock with `--scenarios FILE`": {"turns"},
    "a scenario with a single turn; start the mock with `--scenarios FILE`": {"steps"},
    "a scenario with a single message; start the mock with `--scenarios FILE`": {"say"},
}
"""What a document is, by keys that it has."""

SQLITE = b"SQLite format 3\x00"


def not_a_snapshot(document: Any) -> str | None:
    """Return the reason why the document is not a snapshot, if it is not even a broken one."""
    if isinstance(document, dict) and "format" in document and not document.keys() <= {"format"}:
        return None
    kind = kind_of(document)
    return "not a snapshot of langgraph-mock" + (f", but {kind}" if kind else "")


def kind_of(document: Any) -> str | None:
    """Return a phrase for a known kind of document."""
    if isinstance(document, list):
        first = document[0] if document else None
        return "a list of faults" if isinstance(first, dict) and "effect" in first else None
    if not isinstance(document, dict):
        return None
    if document and document.keys() <= SEED:
        return "data to seed; create it with `langgraph-mock ctl seed FILE`"
    return next((kind for kind, keys in KINDS.items() if document.keys() >= {*keys}), None)


def kind_of_file(content: bytes) -> str | None:
    """Return a phrase for a known kind of file that is neither JSON nor YAML."""
    if content.startswith(SQLITE):
        return "a state file; start the mock with `--state FILE`"
    if content.startswith(b'{"type":') and b'"contract_version":' in content.partition(b"\n")[0]:
        return "a record of langgraph-check"
    return None

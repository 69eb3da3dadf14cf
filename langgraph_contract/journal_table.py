"""The journal as a table, for messages of failed tests."""

from collections.abc import Mapping, Sequence
from typing import Any

MAX_ROWS = 50
MAX_CHARS = 60
"""Characters of a path."""

HEAD = ("#", "operation", "request", "status", "ms", "notes")


def failure(verdict: Mapping[str, Any]) -> str:
    """Return the message of a failed verification."""
    lines = [f"expected: {verdict['expected']}", f"received: {verdict['received']}", ""]
    return "\n".join([*lines, table(verdict["entries"], verdict["matching"])])


def table(entries: Sequence[Mapping[str, Any]], matching: Sequence[int] = ()) -> str:
    """Return the latest entries, with a mark at the matching ones."""
    if not entries:
        return "The journal is empty."
    rows = [HEAD, *(row(entry, entry["number"] in matching) for entry in entries[-MAX_ROWS:])]
    widths = [max(len(cells[column]) for cells in rows) for column in range(len(HEAD))]
    lines = ["  ".join(map(str.ljust, cells, widths)).rstrip() for cells in rows]
    omitted = len(entries) - MAX_ROWS
    return "\n".join([*([f"{omitted} earlier requests are not shown"] if omitted > 0 else []), *lines])


def row(entry: Mapping[str, Any], is_match: bool) -> tuple[str, ...]:
    path = entry["path"] if len(entry["path"]) <= MAX_CHARS else entry["path"][: MAX_CHARS - 1] + "…"
    notes = [
        *(["match"] if is_match else []),
        *(f"fault {fault}" for fault in entry["faults"]),
        *(["violates the contract"] if entry["valid"] is False else []),
        *([] if entry["finished"] else ["in progress"]),
    ]
    return (
        str(entry["number"]),
        entry["operation"] or "-",
        f"{entry['method']} {path}",
        str(entry["status"] or "-"),
        f"{entry['duration_ms']:.0f}",
        ", ".join(notes),
    )

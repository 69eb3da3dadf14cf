"""List of all checks: a table for the terminal, and the page `docs/checks.md`."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.table import Table
from rich.text import Text

from contract_tests.runner.catalogue import Entry

LINK = re.compile(r"\s*(https?://\S+)")

HEAD = """\
# Checks

Made by `langgraph-check --list --format markdown`; the words are those of the rules themselves.

*must*: a client breaks without it. *should*: it would serve clients. Tier 1 is what a chat page can't do
without, 2 what makes the SDKs and pages usable, 3 the rest of the platform. `--check` takes an id, or a
pattern of ids; `--explain` tells what stands here.
"""


def table(entries: Iterable[Entry]) -> Table:
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    for name in ("check", "tier", "level", "requirement"):
        made.add_column(name, no_wrap=name != "requirement")
    for entry in entries:
        made.add_row(entry.id, str(entry.tier), entry.level, Text(entry.sentence))
    return made


def markdown(entries: Iterable[Entry]) -> str:
    return "\n".join(_page(list(entries))) + "\n"


def explained(entry: Entry) -> str:
    """Return one check in full, as plain text."""
    operations = ", ".join(entry.operations) or "every operation"
    why = f"\n\nWhy: {entry.why}" if entry.why else ""
    return f"{entry.id}\n\n{entry.requirement}{why}\n\nlevel {entry.level}, tier {entry.tier}: {operations}"


def _page(entries: list[Entry]) -> Iterator[str]:
    yield HEAD
    areas = {area: list(own) for area, own in groupby(entries, lambda each: each.id.split(".", 1)[0])}
    yield " · ".join(f"[{area}](#{area}) {len(own)}" for area, own in areas.items())
    for area, own in areas.items():
        yield from ("", f"## {area}")
        for entry in own:
            yield from _section(entry)


def _section(entry: Entry) -> Iterator[str]:
    operations = ", ".join(f"`{name}`" for name in entry.operations) or "every operation"
    yield from ("", f"### `{entry.id}`", "", f"{entry.level} · tier {entry.tier} · {operations}", "")
    yield entry.requirement
    if entry.why:
        why = LINK.sub(r" ([source](\1))", entry.why)
        yield from ("", f"*Why:* {why}")

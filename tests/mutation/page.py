"""The tally as a table for the terminal and as the page docs/blind-spots.md."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from rich.table import Table

from mutation.hunt import End, Hunted
from mutation.mutant import Mutant
from mutation.mutants import sampled
from mutation.tally import Count, Tally

COLUMNS = ("caught", "missed", "share", "invisible", "never shown")
SIZES = ("generated", "measured")

HEAD = """\
# Blind spots

Defects that `langgraph-check` does not catch. `python tests/mutation/run.py` wraps the mock in generated
defects, one at a time, runs the checks that could notice each of them, and writes this page. A defect is
caught if a check has a finding on the mutant. Other tests prove that no check has a finding on the mock
itself.

The defects are derived from the contract:

- In a response, a required field is missing, a field has another type, or a documented value is replaced by
  an undocumented one. The status or the content type is another one, a required header is missing, a header
  has another value, or the response is late. A read returns an earlier response.
- A stream is cut off, or its events are dropped, duplicated or swapped.
- An optional parameter or field of a request or command is validated and then ignored, or a documented field
  or value is rejected: the values that the contract names, the bounds, and one of each type. The response to
  a command lacks its id or result.
- A constraint of a field, parameter or command is not enforced, so that a request is accepted that breaks
  nothing else.
- An operation ignores credentials, or returns data of another owner.
"""

MEASURED = """\
{measured} of {generated} generated defects were measured: of each kind either all, or a random sample.
"""

MISSED = """\
## Missed

A server with these defects can pass.
"""

UNSEEN = """\
## Invisible

These defects change no response to any client. They do not count.
"""

NEVER_SHOWN = """\
## Never shown

No response of the mock to the checks has a place for these defects: a status that the mock never needs, an
optional field that is absent. They do not count either; it is unknown whether a check would catch them.
"""


def table(tally: Tally) -> Table:
    table_made = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    table_made.add_column("defect")
    for name in COLUMNS:
        table_made.add_column(name, justify="right")
    for count in (*tally.kinds, tally.total):
        table_made.add_row(count.kind, *_cells(count))
    return table_made


def _cells(count: Count) -> tuple[str, ...]:
    share = f"{count.share:.1%}" if count.caught + count.missed else "-"
    return str(count.caught), str(count.missed), share, str(count.unseen), str(count.never_shown)


def render(tally: Tally, generated: Mapping[str, int]) -> str:
    """Return the page about the measured defects; `generated` has the number of generated ones by kind."""
    return "\n".join(_lines(tally, generated)) + "\n"


def _lines(tally: Tally, generated: Mapping[str, int]) -> Iterator[str]:
    total = tally.total
    yield HEAD
    yield MEASURED.format(measured=total.measured, generated=sum(generated.values()))
    seen = total.caught + total.missed
    yield f"Of {seen} visible defects, **{total.caught} are caught: {total.share:.1%}**.\n"
    yield f"| defect | {' | '.join((*SIZES, *COLUMNS))} |"
    yield f"|---|{'--:|' * len((*SIZES, *COLUMNS))}"
    counts = {each.kind: each for each in tally.kinds}
    for kind, number in generated.items():
        yield _row(counts.get(kind, Count(kind, 0, 0, 0, 0)), number)
    yield _row(total, sum(generated.values()))
    yield f"\n{MISSED}"
    for reason, hunted in tally.explained(is_seen=True):
        yield f"**{reason.text.strip()}**\n"
        yield from _list(hunted)
    if tally.unexplained:
        yield "**Not looked into yet.**\n"
        yield from _list(tally.unexplained)
    yield UNSEEN
    for reason, hunted in tally.explained(is_seen=False):
        yield f"**{reason.text.strip()}**\n"
        yield from _list(hunted)
    yield NEVER_SHOWN
    yield from _folded(tally.never_shown)


def _row(count: Count, generated: int) -> str:
    return f"| {count.kind} | {generated} | {count.measured} | {' | '.join(_cells(count))} |"


def _list(hunted: Sequence[Hunted]) -> Iterator[str]:
    """Yield a line for each defect with its operations, because one defect is often missed in several."""
    for (kind, what), operations in _grouped(hunted).items():
        yield f"- {kind}, `{what}`: {', '.join(f'`{name}`' for name in operations)}"
    yield ""


def _folded(hunted: Sequence[Hunted]) -> Iterator[str]:
    by_kind: dict[str, list[Hunted]] = defaultdict(list)
    for each in hunted:
        by_kind[each.kind].append(each)
    for kind, own in by_kind.items():
        yield f"<details><summary>{kind}: {len(own)}</summary>\n"
        for (_, what), operations in _grouped(own).items():
            yield f"- `{what}`: {', '.join(f'`{name}`' for name in operations)}"
        yield "\n</details>\n"


def _grouped(hunted: Sequence[Hunted]) -> dict[tuple[str, str], list[str]]:
    grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in hunted:
        grouped[each.kind, each.what].append(each.operation)
    return grouped


HEADING = re.compile(r"<details><summary>(?P<kind>.+): \d+</summary>")
ENTRY = re.compile(r"- (?:(?P<kind>[a-z ]+), )?`(?P<what>[^`]+)`: (?P<operations>.+)")


ROW = re.compile(r"\| (?P<kind>[a-z ]+) \| (?P<generated>\d+) \| (?P<measured>\d+) \| (?P<caught>\d+) \|")


def rows(text: str) -> dict[str, dict[str, int]]:
    """Return the numbers of each kind, and of `all`."""
    found = (row.groupdict() for row in ROW.finditer(text))
    return {row.pop("kind"): {name: int(number) for name, number in row.items()} for row in found}


def missed(text: str) -> set[str]:
    """Return the names of the mutants that the page lists as missed."""
    return listed(text.partition(MISSED)[2].partition(UNSEEN)[0])


def results(text: str, all_: Sequence[Mutant]) -> dict[str, Hunted]:
    """Return the results on the page by name. The page does not name the check that caught a defect."""
    numbers = {kind: row["measured"] for kind, row in rows(text).items()}
    never_shown = listed(text.partition(NEVER_SHOWN)[2])
    others = listed(text) - never_shown
    ends: dict[str, End] = dict.fromkeys(others, "missed") | dict.fromkeys(never_shown, "never shown")
    return {
        each.name: Hunted(each.kind, each.operation, each.what, ends.get(each.name, "caught"))
        for each in sampled(all_, lambda kind: numbers.get(kind, 0))
    }


def listed(text: str) -> set[str]:
    """Return the names of all mutants on the page, which are the ones not caught."""
    names, kind = set(), ""
    for line in text.splitlines():
        if heading := HEADING.match(line):
            kind = heading["kind"]
        elif entry := ENTRY.match(line):
            operations = (each.strip("`") for each in entry["operations"].split(", "))
            names |= {f"{entry['kind'] or kind}: {each} {entry['what']}" for each in operations}
    return names

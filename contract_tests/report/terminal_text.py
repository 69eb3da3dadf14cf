"""Text for a terminal, without control characters. All terminal output of a report goes through it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText
from typing_extensions import override

from contract_tests.text.visible import visible


class Text(RichText):
    """rich's `Text`, with invisible characters escaped, and never cut: a word that is too long is wrapped."""

    def __init__(self, text: str = "", *args: Any, **more: Any) -> None:
        super().__init__(visible(text), *args, **{**more, "overflow": more.get("overflow") or "fold"})

    @override
    def append(self, text: RichText | str, style: Any = None) -> "Text":
        super().append(visible(text) if isinstance(text, str) else text, style)
        return self


LEAST_COLUMNS = 52
"""Columns that a text beside its label needs; the longest path of the contract fits into them."""


@dataclass(frozen=True)
class Rows:
    """Labels with texts beside them. On a narrow terminal, long labels have their texts below them."""

    rows: tuple[tuple[str, str], ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        longest = max(len(label) for label, _ in self.rows)
        if options.max_width - longest - 2 >= LEAST_COLUMNS or longest <= LEAST_COLUMNS // 2:
            table = Table.grid(padding=(0, 2, 0, 0))
            for label, text in self.rows:
                table.add_row(Text(label, "dim"), Text(text))
            yield table
            return
        for label, text in self.rows:
            yield Text(label, "dim")
            yield Padding(Text(text), (0, 0, 0, 3))


SEGMENT = re.compile(r"/?[^/]+|/")

INDENT = "   "
"""Beginning of a line that continues another."""


@dataclass(frozen=True)
class Path:
    """`METHOD /path` in a table, wrapped before a slash if it is too long."""

    text: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        yield Text("\n".join(self._lines(options.max_width)))

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        shortest = max(map(len, SEGMENT.findall(self.text)))
        return Measurement(shortest, len(self.text)).with_maximum(options.max_width)

    def _lines(self, width: int) -> Iterator[str]:
        line = ""
        for segment in SEGMENT.findall(self.text):
            if line.strip() and len(line) + len(segment) > width:
                yield line
                line = INDENT
            line += segment
        yield line

"""Where the report goes: to files, and to standard output."""

import os
import sys

from rich.console import Console

from contract_tests.options import ENDINGS, Options
from contract_tests.report import github, terminal
from contract_tests.report.formats import FORMATS
from contract_tests.report.model import Report


def publish(report: Report, options: Options) -> None:
    """Write the files that were asked for; and the report itself to standard output."""
    for output in options.outputs:
        output.write_text(FORMATS[ENDINGS[output.suffix]](report))
    if options.format == "terminal":
        terminal.show(report, console())
    else:
        sys.stdout.write(FORMATS[options.format](report))
    if options.github:
        sys.stdout.write(github.render(report))
    sys.stdout.flush()


def console() -> Console:
    """As wide as the terminal, within what is easily read; rich itself knows NO_COLOR."""
    wide = Console().width if sys.stdout.isatty() or "COLUMNS" in os.environ else terminal.WIDTH
    return Console(width=min(wide, terminal.WIDTH), highlight=False)

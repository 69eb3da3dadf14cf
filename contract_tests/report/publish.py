"""Where the report goes: to files, and to standard output."""

import os
import sys

from rich.console import Console

from contract_tests.options import ENDINGS, Options
from contract_tests.report import github, terminal
from contract_tests.report.formats import FORMATS
from contract_tests.report.model import Report
from contract_tests.writing import writable, write


def publish(report: Report, options: Options) -> None:
    """Show the report itself on standard output, and write the files that were asked for.

    Raises:
        OSError: a file can't be written. The others are.

    """
    if options.format == "terminal":
        terminal.show(report, console())
    else:
        sys.stdout.write(writable(FORMATS[options.format](report)))
    if options.github:
        sys.stdout.write(writable(github.render(report)))
    sys.stdout.flush()
    failed: OSError | None = None
    for output in options.outputs:
        try:
            write(output, FORMATS[ENDINGS[output.suffix]](report))
        except OSError as error:
            failed = error
    if failed is not None:
        raise failed


def console() -> Console:
    """As wide as the terminal, within what is easily read; rich itself knows NO_COLOR."""
    wide = Console().width if sys.stdout.isatty() or "COLUMNS" in os.environ else terminal.WIDTH
    return Console(width=min(wide, terminal.WIDTH), highlight=False)

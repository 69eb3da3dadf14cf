"""Where the report goes: to a file, or to standard output."""

import os
import sys

from rich.console import Console

from contract_tests.options import Options
from contract_tests.report import terminal
from contract_tests.report.formats import FORMATS
from contract_tests.report.model import Report


def publish(report: Report, options: Options) -> None:
    """Write the report in the format. Beside a file, the conclusion is said on standard output."""
    console = _console()
    if options.output is not None:
        options.output.write_text(FORMATS[options.format](report))
        terminal.conclude(report, console)
    elif options.format == "terminal":
        terminal.show(report, console)
    else:
        sys.stdout.write(FORMATS[options.format](report))
    sys.stdout.flush()


def _console() -> Console:
    """As wide as the terminal, within what is easily read; rich itself knows NO_COLOR."""
    wide = Console().width if sys.stdout.isatty() or "COLUMNS" in os.environ else terminal.WIDTH
    return Console(width=min(wide, terminal.WIDTH), highlight=False)

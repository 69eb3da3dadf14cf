"""Publication of the report: to files and to standard output."""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext

from rich.console import Console

from contract_tests.options.options import Options, format_of
from contract_tests.report import badge, codequality, github, html, jsonl, junit, markdown, sarif, terminal
from contract_tests.report.files import writable, write
from contract_tests.report.model import Report

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "terminal": terminal.render,
    "jsonl": jsonl.render,
    "junit": junit.render,
    "markdown": markdown.render,
    "html": html.render,
    "sarif": sarif.render,
    "codequality": codequality.render,
    "badge": badge.render,
}


FOR_PEOPLE = ("terminal", "markdown")
"""Formats that a job log shows. Programs read the others, which have no line that begins with `::`."""


def publish(report: Report, options: Options) -> None:
    """Write the report to standard output and to each `--output` file.

    Raises:
        OSError: a file can't be written. All other files are written first.

    """
    is_at_github = options.github or "GITHUB_ACTIONS" in os.environ
    with github.no_commands(sys.stdout) if is_at_github and options.format in FOR_PEOPLE else nullcontext():
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
            write(output, FORMATS[str(format_of(output))](report))
        except OSError as error:
            failed = error
    if failed is not None:
        raise failed


def console() -> Console:
    """Return a console as wide as the terminal, up to a readable width. rich honours `NO_COLOR`."""
    wide = Console().width if sys.stdout.isatty() or "COLUMNS" in os.environ else terminal.MAX_COLUMNS
    return Console(width=min(wide, terminal.MAX_COLUMNS), highlight=False)

"""The command `langgraph-check compare A.jsonl B.jsonl`: differences between two runs or two servers."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from contract_tests.commands.exit_codes import Exit
from contract_tests.comparison import jsonl, markdown, terminal
from contract_tests.comparison.model import Comparison
from contract_tests.findings.former_ids import notes
from contract_tests.report.publish import console
from contract_tests.report.record import BadRecord, read
from contract_tests.text.visible import visible

FORMATS: Mapping[str, Callable[[Comparison], str]] = {"jsonl": jsonl.render, "markdown": markdown.render}
"""Formats other than `terminal`."""

RECORD = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("compare", short_help="Compare the records of two runs or two servers.")
@click.argument("before", type=RECORD, metavar="A.jsonl")
@click.argument("after", type=RECORD, metavar="B.jsonl")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["terminal", *FORMATS]),
    default="terminal",
    show_default=True,
    help="Format of the comparison on standard output.",
)
def command(before: Path, after: Path, format_name: str) -> None:
    """Show the differences between two runs, or two servers. A and B are their records (.jsonl files).

    Exit codes: 0 nothing got worse, 1 B has a new finding or lost a check that passes in A, 2 usage error.
    """
    try:
        comparison = Comparison(read(before), read(after))
    except BadRecord as mistake:
        raise click.UsageError(str(mistake)) from mistake
    for file, report in ((before, comparison.before), (after, comparison.after)):
        for line in notes(str(file), report.former_ids):
            click.echo(visible(line), err=True)
    if format_name == "terminal":
        terminal.show(comparison, console())
    else:
        click.echo(FORMATS[format_name](comparison), nl=False)
    sys.exit(Exit.FINDINGS if comparison.is_worse else Exit.CONFORMS)

"""The command `langgraph-check report RUN.jsonl`: the report of an earlier run, in any format."""

import sys
from pathlib import Path
from typing import Any

import click

from contract_tests.findings.former_ids import notes
from contract_tests.options.click_options import options
from contract_tests.options.options import Malformed, Options
from contract_tests.report.line_types import schema_text
from contract_tests.report.publish import publish
from contract_tests.report.record import BadRecord, read
from contract_tests.text.visible import visible


def _print_schema(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        click.echo(schema_text(), nl=False)
        context.exit()


@click.command("report", short_help="Print the report of an earlier run, or write it in other formats.")
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of a record's lines.",
)
@click.argument("record", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options("format", "output", "github")
def command(record: Path, **given: Any) -> None:
    """Print the report of an earlier run from its record (.jsonl), or write it in other formats.

    The exit code is that of the run.
    """
    try:
        options, report = Options(**given), read(record)
    except (Malformed, BadRecord) as mistake:
        raise click.UsageError(str(mistake)) from mistake
    for line in notes(str(record), report.former_ids):
        click.echo(visible(line), err=True)
    publish(report, options)
    sys.exit(report.exit_code)

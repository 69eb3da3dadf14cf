"""The command `langgraph-check survey URL`: what a server offers, without any check."""

import sys
from typing import Any

import click

from contract_tests.commands.check import interruption, selection_of, show_left_behind, target_of
from contract_tests.commands.exit_codes import Exit
from contract_tests.findings.survey_line import as_line
from contract_tests.options.click_options import configured, options
from contract_tests.options.options import Malformed, Options
from contract_tests.options.pytest_options import arguments
from contract_tests.report.files import as_json, writable
from contract_tests.report.publish import console
from contract_tests.report.terminal import show_survey
from contract_tests.runner.catalogue import Unknown, catalogue
from contract_tests.runner.plugin import OUT_OF_TIME, UNREACHABLE
from contract_tests.runner.run import survey
from contract_tests.text.visible import visible

OPTIONS = (
    *("mock", "header", "other-header", "hooks", "ca", "timeout", "max-time"),
    *("assistant", "hitl", "failing", "slow", "seed"),
)
"""Options of `check` that concern the target, its credentials and its graphs."""

NOT_BEGUN = {UNREACHABLE: Exit.NO_TARGET, OUT_OF_TIME: Exit.INCOMPLETE}


@click.command("survey", short_help="Show what a server offers; runs no checks and takes seconds.")
@click.argument("url", required=False)
@options(*OPTIONS)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    show_default=True,
    help="Format of the survey on standard output.",
)
@configured
@click.pass_context
def command(context: click.Context, /, url: str | None, *, format_name: str, **given: Any) -> None:
    """Show what the server at URL offers: its operations, its graphs, and how runs behave.

    Exit codes: 0 surveyed, 2 usage error, 3 unreachable or not a LangGraph server, 4 internal error,
    5 cut short by --max-time.
    """
    try:
        options = Options(**target_of(context, url, given))
        selection_of(options, catalogue())
    except (Unknown, Malformed) as mistake:
        raise click.UsageError(str(mistake)) from mistake
    ended = survey(arguments(options))
    if ended.is_interrupted:
        click.echo(interruption(ended), err=True)
        sys.exit(Exit.INTERRUPTED)
    if ended.gone is not None and ended.exit_code not in NOT_BEGUN:
        click.echo(visible(ended.gone), err=True)
        sys.exit(Exit.NO_TARGET)
    if ended.report is None:
        show_left_behind(ended)
        sys.exit(NOT_BEGUN.get(ended.exit_code, Exit.OUR_ERROR))
    subject, found = ended.report.subject, ended.report.survey
    if format_name == "json":
        line = {"target": subject.target, **as_line(found)}
        sys.stdout.write(writable(as_json(line, indent=2)) + "\n")
    else:
        show_survey(subject.target, found, console(), identities=subject.identities)
    show_left_behind(ended)

"""The command `langgraph-check URL`: hold a server to the contract."""

import sys
from collections.abc import Mapping
from typing import Any

import click
import pytest
from rich.console import Console
from rich.table import Table

from contract_tests.commands import profile_list
from contract_tests.commands.catalogue_list import explained, markdown, table
from contract_tests.commands.exit_codes import Exit
from contract_tests.findings.former_ids import notes, selected_by_former_id
from contract_tests.findings.profile import profiles
from contract_tests.options.click_options import configured, is_configured, options
from contract_tests.options.options import Malformed, Options
from contract_tests.options.pytest_options import arguments
from contract_tests.report.publish import publish
from contract_tests.report.record import BadRecord
from contract_tests.runner.catalogue import (
    Catalogue,
    NothingFailed,
    NothingLeft,
    Selection,
    Unknown,
    catalogue,
    profile_named,
    select,
)
from contract_tests.runner.plugin import OUT_OF_TIME, UNREACHABLE
from contract_tests.runner.run import Ended, run
from contract_tests.runner.signals import Interruption
from contract_tests.text.visible import visible

FEW_ITEMS, MANY_WORKERS = 60, 4

NOT_BEGUN = {
    UNREACHABLE: Exit.NO_TARGET,
    OUT_OF_TIME: Exit.INCOMPLETE,
    pytest.ExitCode.USAGE_ERROR: Exit.USAGE,
}
"""Exit code of the command by the exit code of a pytest run that ended before the first check."""

PIPE_WIDTH = 200
"""Columns of the list when a program reads it; wide enough that no line wraps."""


@click.command("check")
@click.argument("url", required=False)
@options()
@configured
@click.option("--list", "list_checks", is_flag=True, help="List all checks.")
@click.option("--list-profiles", is_flag=True, help="List the clients that --profile accepts.")
@click.option("--explain", metavar="ID", help="Show what a check requires, and why.")
@click.pass_context
def command(
    context: click.Context,
    /,
    url: str | None,
    *,
    list_checks: bool,
    list_profiles: bool,
    explain: str | None,
    **given: Any,
) -> None:
    """Hold the server at URL to the contract of the LangGraph server API.

    Exit codes: 0 conforms, 1 findings, 2 usage error, 3 unreachable or not a LangGraph server,
    4 internal error, 5 incomplete: cut short, or nothing could be tested.
    """
    known = catalogue()
    if list_profiles:
        _list(profile_list.names(profiles().values()), profile_list.markdown(profiles().values()), given)
        return
    try:
        if list_checks:
            one = profile_named(given["profile"])
            shown = profile_list.needs(one) if one else table(known.entries())
            _list(shown, profile_list.markdown([one]) if one else markdown(known.entries()), given)
            return
        if explain is not None:
            entry = known.entry(explain)
            for line in notes("--explain", selected_by_former_id((explain,))):
                click.echo(line, err=True)
            click.echo(explained(entry))
            return
        options = Options(**target_of(context, url, given))
        selection = selection_of(options, known)
    except (Unknown, NothingLeft, NothingFailed, Malformed, BadRecord) as mistake:
        raise click.UsageError(str(mistake)) from mistake
    sys.exit(_check(options, options.workers or _workers(selection)))


def target_of(context: click.Context, url: str | None, given: dict[str, Any]) -> dict[str, Any]:
    """Return the options with exactly one target. One from the command line overrides the config file."""
    mock = bool(given["mock"])
    if mock and url:
        url = "" if is_configured(context, "url") else url
        mock = mock and not (url and is_configured(context, "mock"))
    if mock == bool(url):
        problem = "URL and --mock exclude each other" if mock else "Missing URL (or use --mock)"
        raise click.UsageError(f"{problem}.")
    return {**given, "mock": mock, "url": url or ""}


def selection_of(options: Options, known: Catalogue) -> Selection:
    """Return the operations and checks that the options select.

    Raises:
        Unknown: an area or a check does not exist.
        NothingLeft: the options select no check.
        NothingFailed: the record of `--last-failed` has no check to run again.
        BadRecord: it can't be read.
        Malformed: a credential can't be read.

    """
    _ = options.identities
    return select(options, known)


def _workers(selection: Selection) -> int:
    """Return the number of processes. A run mostly waits for the target, but processes take time to start."""
    return MANY_WORKERS if selection.items > FEW_ITEMS else 1


def _check(options: Options, workers: int) -> Exit:
    with Interruption():
        try:
            return _checked(options, workers)
        except KeyboardInterrupt:  # before the first check, or after the last one
            click.echo("Interrupted; the resources it created were removed.", err=True)
            return Exit.INTERRUPTED


def _checked(options: Options, workers: int) -> Exit:
    ended = run(arguments(options), workers)
    failure, report = _failure(ended), ended.report
    if report is None or failure is Exit.INTERRUPTED:
        return failure or Exit.OUR_ERROR
    if failure is None or report.new:
        publish(report, options)
    return Exit.FINDINGS if report.failing else failure or Exit(report.exit_code)


def _failure(ended: Ended) -> Exit | None:
    """Return the exit code of a run without a verdict, or `None`, and print why unless pytest already did."""
    if ended.exit_code in NOT_BEGUN:
        show_left_behind(ended)
        return NOT_BEGUN[ended.exit_code]
    if ended.gone is not None:
        click.echo(visible(ended.gone), err=True)
        return Exit.NO_TARGET
    if ended.is_interrupted:
        click.echo(interruption(ended), err=True)
        return Exit.INTERRUPTED
    if _is_whole(ended):
        return None
    click.echo("Internal error: the checks did not run to their end, so the result is incomplete.", err=True)
    return Exit.OUR_ERROR


def interruption(ended: Ended) -> str:
    """Return the sentence that ends an interrupted run."""
    left, what = len(ended.left_behind), "the resources it created"
    rest = f"{left} of {what} could not be removed" if left else f"{what} were removed"
    return f"Interrupted; {rest}."


def show_left_behind(ended: Ended) -> None:
    for path in ended.left_behind:
        click.echo(visible(f"could not be removed: {path}"), err=True)


def _is_whole(ended: Ended) -> bool:
    """Return whether every item has a verdict. A process that dies loses the item it was running."""
    if ended.exit_code == pytest.ExitCode.TESTS_FAILED:
        return ended.report is not None and ended.report.exit_code != 0
    return ended.exit_code in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}


def _list(shown: Table, page: str, given: Mapping[str, Any]) -> None:
    if given["format"] == "markdown":
        click.echo(page, nl=False)
        return
    wide = None if sys.stdout.isatty() else PIPE_WIDTH
    Console(width=wide, highlight=False).print(shown)

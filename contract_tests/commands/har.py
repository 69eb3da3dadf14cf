"""The command `langgraph-check har FILE.har`: hold a browser's recording to the contract."""

import sys
from pathlib import Path
from typing import Any

import click

from contract_tests import contract
from contract_tests.har import BadHar
from contract_tests.options.click_options import configured, options
from contract_tests.options.options import Malformed, Options, base_url
from contract_tests.report.publish import publish
from contract_tests.traffic.har_exchanges import read
from contract_tests.traffic.judge import Traffic
from contract_tests.traffic.routes import Routes


@click.command("har", short_help="Check recorded traffic: a HAR file saved by a browser.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--url-prefix", metavar="URL", help="Base URL of the API in the recording; by default it is detected."
)
@options("format", "output", "github")
@configured
def command(file: Path, url_prefix: str | None, **given: Any) -> None:
    """Check recorded traffic against the contract: a HAR file saved by a browser or Playwright.

    Requests and responses are checked; other traffic is only counted.
    All output masks secrets.
    """
    try:
        given_base = str(base_url(url_prefix, "url-prefix")) if url_prefix else None
        options = Options(**given)
        recorded = list(read(file))
    except (BadHar, Malformed) as mistake:
        raise click.UsageError(str(mistake)) from mistake
    known = contract.load()
    base = given_base or Routes.of(known).base(each.request for each in recorded)
    if base is None:
        raise click.UsageError(f"{file}: no request to the API found; add its base URL: --url-prefix URL")
    traffic = Traffic(known, base)
    for each in recorded:
        traffic.add(each)
    publish(traffic.report, options)
    sys.exit(traffic.report.exit_code)

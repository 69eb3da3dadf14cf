"""The command `langgraph-check proxy --upstream URL`: hold live traffic to the contract."""

import socket
import sys
from pathlib import Path
from typing import Any

import click

from contract_tests import contract
from contract_tests.client.environment_proxies import BadProxy, proxy_for
from contract_tests.options.click_options import configured, options
from contract_tests.options.options import Malformed, Options, base_url
from contract_tests.report.publish import publish
from contract_tests.traffic.judge import Traffic
from contract_tests.traffic.proxy.har_file import HarFile
from contract_tests.traffic.proxy.recorder import ExchangeRecorder
from contract_tests.traffic.proxy.server import run


@click.command("proxy", short_help="Check live traffic between a client and a server.")
@click.option("--upstream", required=True, metavar="URL", help="Server to forward requests to.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8123,
    show_default=True,
    help="Port to listen on; 0 picks a free one.",
)
@click.option(
    "--har",
    metavar="FILE",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the traffic to a HAR file, for example for langgraph-mock record.",
)
@options("format", "output", "github")
@configured
def command(upstream: str, host: str, port: int, har: Path | None, **given: Any) -> None:
    """Forward traffic between a client and a server, and check it against the contract.

    Requests and responses pass unchanged and without delay. Ctrl-C ends the proxy and prints the report.
    All output masks secrets.
    """
    try:
        base = base_url(upstream, "upstream")
        proxy_for(base)
        options = Options(**given)
        har_file = HarFile(har) if har else None
        listening = socket.create_server((host, port), family=_family(host), backlog=2048)
    except (Malformed, BadProxy, OSError) as mistake:
        raise click.UsageError(str(mistake)) from mistake
    traffic = Traffic(contract.load(), str(base))
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"http://{shown}:{listening.getsockname()[1]} -> {base}", err=True)

    def judge(tap: ExchangeRecorder) -> None:
        if har_file:
            har_file.add(tap)
        click.echo(traffic.line(traffic.add(tap.exchange)), err=True)

    run(str(base), listening, judge)
    if har_file:
        har_file.write(traffic.redactor)
    publish(traffic.report, options)
    sys.exit(traffic.report.exit_code)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET

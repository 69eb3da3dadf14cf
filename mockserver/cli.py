"""Command line of `langgraph-mock`: its options, startup output and startup errors.

Only the imports that `--help` needs are at the top: the rest of the mock takes most of the startup time.
"""

import errno
import os
import re
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args

import click

import mockserver
from mockserver.built_in import GRAPH_IDS
from mockserver.settings import Auth, Settings

DISTRIBUTION = "langgraph-contract"

EXPOSED = (
    "warning: other machines can reach {address}, and requests need no credentials; "
    "add --auth required or leave out --host"
)


class CannotStart(click.ClickException):
    """A startup error, printed as one line on stderr."""

    exit_code = 2

    def show(self, _file: Any = None) -> None:
        click.echo(f"langgraph-mock: {self.message}", err=True)


class Command(click.Group):
    """The command. Its only arguments are the names of its subcommands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the subcommand.

        Raises:
            click.UsageError: it is unknown; the error of a file names its option.

        """
        given = args[0]
        if given not in self.commands and (option := option_for(Path(given))):
            raise click.UsageError(f"unknown command {given!r}; use {option} {given} to serve it", ctx)
        return super().resolve_command(ctx, args)


def option_for(path: Path) -> str | None:
    """Return the option that takes the file; `None` if the path is not that of a file or folder."""
    if path.suffix == ".json":
        return "--config"
    return "--scenarios" if path.suffix in {".yaml", ".yml"} or path.is_dir() else None


@click.group(
    cls=Command,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    subcommand_metavar="[COMMAND [ARGS]...]",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--allowed-host",
    "allowed_hosts",
    multiple=True,
    metavar="NAME",
    callback=lambda _context, _option, value: frozenset(map(host_name, value)),
    help="Also accept requests addressed to this name, for example behind a proxy. *.example.com allows "
    "every subdomain, * every name. May be repeated.",
)
@click.option(
    "--port",
    default=2024,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 picks a free one.",
)
@click.option(
    "--seed",
    type=int,
    metavar="N",
    help="Make ids and times reproducible: equal requests get equal responses.",
)
@click.option(
    "--spec", type=click.Path(path_type=Path), help="Serve this OpenAPI 3.1 document instead of the contract."
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="Serve the graphs of this langgraph.json in addition to the built-in ones.",
)
@click.option(
    "--scenarios",
    multiple=True,
    metavar="FILE|DIR",
    type=click.Path(path_type=Path, exists=True),
    help="Serve the scenarios of this YAML file, or of all in this folder. May be repeated.",
)
@click.option("--no-built-in", is_flag=True, help="Serve only the graphs of --config and --scenarios.")
@click.option(
    "--pace",
    type=click.IntRange(0, 60_000),
    default=40,
    show_default=True,
    metavar="MS",
    help="Milliseconds per word of the built-in graphs.",
)
@click.option(
    "--auth",
    type=click.Choice(get_args(Auth)),
    default="optional",
    show_default=True,
    help="How Authorization or x-api-key identifies the owner of a request. off: all requests have the "
    "same owner. optional: requests without credentials have a separate owner. required: they get 401.",
)
@click.option(
    "--disable",
    "disabled",
    metavar="NAME,...",
    default="",
    callback=lambda _context, _option, value: names(value),
    help="Features to leave out, by their x-feature in the contract: store, crons, mcp, ...",
)
@click.option(
    "--log-level",
    type=click.Choice(["critical", "error", "warning", "info", "debug"]),
    default="warning",
    show_default=True,
    help="Level of the log on stderr; info logs each request.",
)
@click.option(
    "--allow-webhooks", is_flag=True, help="Call the webhooks of runs; by default they are only stored."
)
@click.option(
    "--allow-tracing", is_flag=True, help="Let graphs send traces to LangSmith if the environment enables it."
)
@click.option(
    "--no-control",
    is_flag=True,
    help="Serve no control plane under /_mock, and ignore the header X-Mock-Session.",
)
@click.option(
    "--control-token",
    metavar="TOKEN",
    callback=lambda _context, _option, given: token(given),
    help="Require this token for /_mock, and accept requests to it from other machines.",
)
@click.option(
    "--max-sessions",
    type=click.IntRange(1, 1_000_000),
    default=1000,
    show_default=True,
    metavar="N",
    help="Maximum number of sessions; a new one replaces the least recently used one.",
)
@click.option(
    "--session-idle",
    type=click.FloatRange(0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="MINUTES",
    help="Remove sessions that have had no request for this time.",
)
@click.option(
    "--seed-data",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Start with the threads, assistants, items and crons of this YAML or JSON file.",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep all state in this SQLite file, and continue with it after a restart.",
)
@click.option(
    "--keep-journal",
    is_flag=True,
    help="Keep the journal in the state file, too; requires --state FILE.",
)
@click.option(
    "--reload",
    is_flag=True,
    help="Restart when the code or the document changes; changed scenarios are served without a restart.",
)
@click.version_option(package_name=DISTRIBUTION, prog_name="langgraph-mock")
def main(port: int, log_level: str, reload: bool, no_built_in: bool, no_control: bool, **kwargs: Any) -> None:
    """Serve the LangGraph server HTTP API from memory: no LLM, no keys, no platform.

    All data is lost when it stops, unless --state keeps it in a file.
    """
    if click.get_current_context().invoked_subcommand:
        return
    if getattr(mockserver, "DISTRIBUTION", None) != DISTRIBUTION:
        raise CannotStart(
            f"{Path(str(mockserver.__file__)).parent} belongs to another distribution; "
            f"install {DISTRIBUTION} in a separate environment"
        )
    settings = Settings(built_in=not no_built_in, control=not no_control, watch_scenarios=reload, **kwargs)
    serve(settings, port, log_level=log_level, reload=reload)


@main.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def ctl(arguments: tuple[str, ...]) -> None:
    """Control a running mock: reset it, seed it, move its clock, ..."""
    # httpx takes a while to import
    from mockserver.ctl import main as control  # noqa: PLC0415

    control(arguments, prog_name="langgraph-mock ctl")


def token(given: str | None) -> str | None:
    """Return the token unchanged.

    Raises:
        click.BadParameter: a header can't carry it.

    """
    if given is not None and not re.fullmatch(r"[!-~]+", given):
        raise click.BadParameter("must be printable ASCII characters without blanks")
    return given


def print_schema(context: click.Context, _option: click.Parameter, is_given: bool) -> None:
    if is_given:
        from mockserver.scenarios import schema  # noqa: PLC0415

        click.echo(schema.FILE.read_text(), nl=False)
        context.exit()


@main.command()
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=print_schema,
    help="Print the JSON Schema of scenarios, for editors, and exit.",
)
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE|DIR...", type=click.Path(path_type=Path, exists=True)
)
def validate(files: tuple[Path, ...]) -> None:
    """Validate scenario files, without serving them.

    Each problem is one line, FILE:LINE: PROBLEM. The exit code is 1 if there are any.
    """
    from mockserver.scenarios import load_all  # noqa: PLC0415

    loaded = load_all(files)
    for problem in loaded.problems:
        click.echo(problem)
    if loaded.problems:
        raise SystemExit(1)
    names = ", ".join(loaded.scenarios)
    match len(loaded.scenarios):
        case 0:
            raise CannotStart("no scenario found: the folders have no .yaml or .yml file")
        case 1:
            click.echo(f"1 scenario is valid: {names}")
        case number:
            click.echo(f"{number} scenarios are valid: {names}")


@main.command()
@click.argument("file", metavar="SESSION.har", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Write the scenario to this file instead of stdout.",
)
@click.option("--graph", metavar="NAME", help="Graph to choose if the recording has runs of several graphs.")
def record(file: Path, output: Path | None, graph: str | None) -> None:
    """Make a scenario from a HAR file.

    Browsers write such files, and so does langgraph-check proxy --har. Whatever can't be recovered is a
    warning on stderr and a comment in the scenario. Secrets are masked.

    The exit code is 1 if the recording has no run, and 2 if the file is not a HAR file.
    """
    from contract_tests.har import BadHar  # noqa: PLC0415
    from contract_tests.text.visible import visible  # noqa: PLC0415
    from mockserver.recording import NoRuns, recorded  # noqa: PLC0415
    from mockserver.scenarios import BrokenScenario  # noqa: PLC0415

    try:
        made = recorded(file, graph)
        if output:
            output.write_text(made.text, "utf-8")
    except BadHar as error:
        raise CannotStart(str(error)) from error
    except OSError as error:
        raise CannotStart(f"{output} can't be written: {error.strerror}") from error
    except (NoRuns, BrokenScenario) as error:
        click.echo(visible(f"langgraph-mock: {error}"), err=True)
        raise SystemExit(1) from error
    if not output:
        click.echo(made.text, nl=False)
    for note in made.notes:
        click.echo(visible(f"warning: {note}"), err=True)
    click.echo(visible(f"{made.graph}: {made.turns} {'turn' if made.turns == 1 else 'turns'}"), err=True)


def host_name(value: str) -> str:
    """Return the name unchanged.

    Raises:
        click.BadParameter: it is a URL, has a port, or is an unsupported pattern.

    """
    name = value.removeprefix("*.")
    is_address = ":" in name and re.fullmatch(r"\[?[0-9a-fA-F:.]+\]?", name) and name.count(":") > 1
    if value != "*" and not (is_address or re.fullmatch(r"[\w.-]+", name, re.ASCII)):
        raise click.BadParameter(
            f"{value!r} is not a host name; use a name without scheme and port, *.NAME or *"
        )
    return value.strip("[]")


def names(value: str) -> frozenset[str]:
    return frozenset(name.strip() for name in value.split(",") if name.strip())


def serve(settings: Settings, port: int, *, log_level: str, reload: bool) -> None:
    from contract_tests import contract  # noqa: PLC0415
    from mockserver import server  # noqa: PLC0415
    from mockserver.control.state_file import BrokenState  # noqa: PLC0415
    from mockserver.control_plane import BrokenSeed  # noqa: PLC0415
    from mockserver.graphs.langgraph_json import BrokenConfig  # noqa: PLC0415
    from mockserver.http.middleware.hosts import is_loopback  # noqa: PLC0415
    from mockserver.http.openapi.features import UnknownFeature  # noqa: PLC0415

    if not (settings.built_in or settings.config or settings.scenarios):
        raise CannotStart(
            "--no-built-in requires --config FILE or --scenarios FILE: no graph would be left to serve"
        )
    if settings.keep_journal and not settings.state:
        raise CannotStart("--keep-journal requires --state FILE")
    if settings.keep_journal and not settings.control:
        raise CannotStart("--keep-journal and --no-control exclude each other: there is no journal")
    try:
        listening = server.listen(settings.host, port)
    except OSError as error:
        raise CannotStart(f"can't listen on {settings.host}:{port}: {why(error)}") from error
    with listening:
        settings = replace(settings, url=server.url_of(listening))
        try:
            config = server.configured(settings, log_level=log_level, reload=reload)
            greet(settings)
            address = listening.getsockname()[0]
            if settings.auth != "required" and not is_loopback(address):
                server.write_line(EXPOSED.format(address=address))
            watched = server.watched(settings) if reload else ()
        except (contract.BrokenContract, BrokenConfig, BrokenSeed, BrokenState) as error:
            raise CannotStart(str(error)) from error
        except UnknownFeature as error:
            raise CannotStart(f"--disable: {error}") from error
        server.run(config, listening, reload_with=watched)


def why(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "the port is in use; use --port 0 for a free one"
    return str(error.strerror).partition(" (")[0]  # without the address that the standard library adds


def graphs(settings: Settings) -> list[str]:
    from mockserver.graphs import langgraph_json  # noqa: PLC0415

    own_graphs = langgraph_json.read(settings.config).graphs if settings.config else ()
    return sorted({*(GRAPH_IDS if settings.built_in else ()), *own_graphs, *scenarios(settings)})


def scenarios(settings: Settings) -> list[str]:
    if not settings.scenarios:
        return []
    # imported here, because mocks without scenarios start faster
    from mockserver.scenarios import load_all  # noqa: PLC0415

    return [*load_all(settings.scenarios).scenarios]


def greet(settings: Settings) -> None:
    """Print where the mock listens. Programs that start the mock parse the first line."""
    url = str(settings.url)
    lines = {} if "docs" in settings.disabled else {"docs": f"{url}/docs"}
    if settings.control:
        lines["console"] = f"{url}/_mock/"
    lines["auth"] = settings.auth
    lines["seed"] = "none; ids and times differ in each run" if settings.seed is None else str(settings.seed)
    lines["graphs"] = ", ".join(graphs(settings))
    if settings.disabled:
        lines["without"] = ", ".join(sorted(settings.disabled))
    if settings.spec:
        lines["spec"] = str(settings.spec)
    color = False if os.environ.get("NO_COLOR") else None  # None: if stdout is a terminal
    say = click.style(f"langgraph-mock {version(DISTRIBUTION)}", bold=True)
    click.echo(f"{say} listens on {click.style(url, fg='green')}", color=color)
    for name, text in lines.items():
        click.echo(f"  {click.style(name, dim=True)}  {text}", color=color)
    click.echo("  Press Ctrl-C to stop", color=color)

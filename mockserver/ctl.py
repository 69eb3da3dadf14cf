"""`langgraph-mock ctl`: the control plane of a running mock, for scripts."""

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

import click
import httpx
import yaml

from contract_tests.text.bounded_yaml import parse_json_types
from mockserver.control.foreign_document import kind_of_file

YAML = "application/yaml"
TIMEOUT_SECONDS = 60.0

Parameter = tuple[str, Any]


class Failed(click.ClickException):
    """An error response, or none; printed as one line on stderr."""

    def show(self, _file: Any = None) -> None:
        click.echo(f"langgraph-mock ctl: {self.message}", err=True)


class Unreachable(Failed):
    exit_code = 3


class Client:
    """Requests to the control plane of one session. Proxies of the environment are not used."""

    def __init__(self, url: str, session: str | None, token: str | None) -> None:
        named = {"X-Mock-Session": session, "X-Mock-Token": token}
        self._url = url.rstrip("/")
        self._headers = {name: value for name, value in named.items() if value}

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: list[Parameter] | None = None,
        **headers: str,
    ) -> httpx.Response:
        """Send the request, and return its response.

        Raises:
            Failed: the response is an error.
            Unreachable: no response.

        """
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            response = httpx.request(
                method,
                f"{self._url}/_mock{path}",
                content=content,
                params=params or None,
                headers={"Content-Type": "application/json", **self._headers, **named},
                timeout=TIMEOUT_SECONDS,
                trust_env=False,
            )
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            hint = "is langgraph-mock running there? --url or LANGGRAPH_MOCK_URL choose another address"
            raise Unreachable(f"{self._url}: {error}; {hint}") from error
        if response.is_error:
            raise Failed(detail(response))
        return response


def detail(response: httpx.Response) -> str:
    try:
        return str(response.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"{response.request.url}: status {response.status_code}; is this a langgraph-mock?"


def show(response: httpx.Response) -> None:
    """Print the body, JSON with indentation."""
    if not response.content:
        return
    is_json = response.headers.get("content-type", "").startswith("application/json")
    click.echo(
        json.dumps(response.json(), indent=2, ensure_ascii=False) if is_json else response.text.rstrip("\n")
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--url",
    default="http://127.0.0.1:2024",
    show_default=True,
    envvar="LANGGRAPH_MOCK_URL",
    show_envvar=True,
    help="URL of the mock.",
)
@click.option(
    "--session", metavar="ID", envvar="LANGGRAPH_MOCK_SESSION", show_envvar=True, help="Session to control."
)
@click.option(
    "--token",
    metavar="TOKEN",
    envvar="LANGGRAPH_MOCK_TOKEN",
    show_envvar=True,
    help="Value of the mock's --control-token.",
)
@click.pass_context
def main(context: click.Context, url: str, session: str | None, token: str | None) -> None:
    """Control a running mock. Responses are printed as JSON.

    The exit code is 1 if the mock rejects the request or a verification fails, and 3 if no mock responds.
    """
    context.obj = Client(url, session, token)


@main.command()
@click.pass_obj
def status(client: Client) -> None:
    """Show the version of the mock and the session."""
    show(client("GET", ""))


@main.command()
@click.option("--now", metavar="TIME", help="Start the clock at this time, such as 2026-01-01T00:00:00Z.")
@click.option("--frozen", is_flag=True, help="Freeze the clock.")
@click.pass_obj
def reset(client: Client, now: str | None, frozen: bool) -> None:
    """Delete everything in the session."""
    show(client("POST", "/reset", {**({"now": now} if now else {}), "frozen": frozen}))


@main.command()
@click.argument("file", default="-", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--yaml", "as_yaml", is_flag=True, help="Write YAML, as for files named .yaml or .yml.")
@click.pass_obj
def snapshot(client: Client, file: str, as_yaml: bool) -> None:
    """Write the session's state to FILE, or to stdout."""
    accept = YAML if as_yaml or is_yaml(file) else "application/json"
    content = client("GET", "/snapshot", accept=accept).content
    if file == "-":
        sys.stdout.buffer.write(content + (b"" if content.endswith(b"\n") else b"\n"))
    else:
        try:
            Path(file).write_bytes(content)
        except OSError as error:
            raise Failed(f"{file}: {error.strerror}") from error


@main.command()
@click.argument("file", type=click.File("rb"))
@click.pass_obj
def restore(client: Client, file: BinaryIO) -> None:
    """Replace the session's state with the snapshot in FILE."""
    content = file.read()
    if kind := kind_of_file(content):
        raise Failed(f"{file.name}: not a snapshot of langgraph-mock, but {kind}")
    put(client, "/snapshot", file, content)


@main.command()
@click.argument("file", type=click.File("rb"))
@click.pass_obj
def seed(client: Client, file: BinaryIO) -> None:
    """Create the data in FILE.

    FILE is YAML or JSON with threads, assistants, items and crons.
    """
    show(client("POST", "/seed", file.read(), Content_Type=YAML))


@main.command()
@click.option("--freeze/--resume", "frozen", default=None, help="Stop the clock, or let it continue.")
@click.option("--set", "now", metavar="TIME", help="Set the clock forward to this time.")
@click.option("--advance", "seconds", type=click.FloatRange(0), metavar="SECONDS", help="Advance the clock.")
@click.pass_obj
def clock(client: Client, frozen: bool | None, now: str | None, seconds: float | None) -> None:
    """Show or change the session's time."""
    change = {name: value for name, value in (("frozen", frozen), ("now", now)) if value is not None}
    response = client("PATCH", "/clock", change) if change else None
    if seconds is not None:
        response = client("POST", "/clock/advance", {"seconds": seconds})
    show(response or client("GET", "/clock"))


@main.command()
@click.option(
    "--delete", "deleted", metavar="ID", multiple=True, help="Delete this session. May be repeated."
)
@click.option("--delete-all", is_flag=True, help="Delete all sessions except the default one.")
@click.pass_obj
def sessions(client: Client, deleted: tuple[str, ...], delete_all: bool) -> None:
    """List the sessions, or delete some first."""
    for session in deleted:
        client("DELETE", f"/sessions/{quote(session, safe='')}")
    if delete_all:
        client("DELETE", "/sessions")
    show(client("GET", "/sessions"))


@main.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.File("rb"))
@click.option("--delete", "deleted", metavar="NAME", multiple=True, help="Delete this one; repeatable.")
@click.pass_obj
def scenarios(client: Client, files: Sequence[BinaryIO], deleted: tuple[str, ...]) -> None:
    """Add or replace the scenarios in FILEs (YAML), and list those of the session."""
    for name in deleted:
        client("DELETE", scenario_path(name))
    for file in files:
        content = file.read()
        put(client, scenario_path(scenario_name(file.name, content)), file, content)
    show(client("GET", "/scenarios"))


@main.command()
@click.argument("file", required=False, type=click.File("rb"))
@click.option("--clear", is_flag=True, help="Remove all faults first.")
@click.pass_obj
def faults(client: Client, file: BinaryIO | None, clear: bool) -> None:
    """List the session's faults.

    With FILE (YAML or JSON), add the fault in it first.
    """
    if clear:
        client("DELETE", "/faults")
    if file:
        client("POST", "/faults", file.read(), Content_Type=YAML)
    show(client("GET", "/faults"))


@main.command()
@click.argument("filters", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--clear", is_flag=True, help="Remove all entries.")
@click.pass_obj
def journal(client: Client, filters: tuple[str, ...], clear: bool) -> None:
    """Show the session's requests.

    Only requests that match all filters, such as operation=create_thread, are shown.
    """
    if clear:
        client("DELETE", "/journal")
    show(client("GET", "/journal", params=[pair(each) for each in filters]))


@main.command()
@click.argument("file", type=click.File("rb"))
@click.pass_obj
def verify(client: Client, file: BinaryIO) -> None:
    """Verify the journal.

    FILE (YAML or JSON) contains the expectation. The exit code is 1 if the verification fails.
    """
    response = client("POST", "/verify", file.read(), Content_Type=YAML)
    show(response)
    if not response.json().get("verified"):
        raise SystemExit(1)


def pair(text: str) -> Parameter:
    name, separator, value = text.partition("=")
    if not separator:
        raise click.BadParameter(f"{text!r} is not NAME=VALUE")
    return name, value


def put(client: Client, path: str, file: BinaryIO, content: bytes) -> None:
    """Send the content of the file. An error about it names the file."""
    try:
        client("PUT", path, content, Content_Type=YAML)
    except Unreachable:
        raise
    except Failed as error:
        raise Failed(f"{file.name}: {error.message.removeprefix('body: ')}") from error


def scenario_name(file: str, content: bytes) -> str:
    """Return the name that the scenario has, or that of its file. A broken one is for the mock to reject."""
    with suppress(yaml.YAMLError, ValueError):
        document = parse_json_types(content)
        if isinstance(document, dict) and isinstance(document.get("name"), str):
            return str(document["name"])
    return Path(file).stem


def scenario_path(name: str) -> str:
    return f"/scenarios/{quote(name, safe='')}"


def is_yaml(file: str) -> bool:
    return Path(file).suffix in {".yaml", ".yml"}

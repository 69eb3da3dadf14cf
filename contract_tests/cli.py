"""The command `langgraph-check`: `check` by default, or one of the other commands."""

import importlib
import sys
from typing import Any

import click
from typing_extensions import override

from contract_tests.commands.exit_codes import Exit

CHECK = "check"

NAMES = (CHECK, "survey", "report", "compare", "har", "proxy")
"""Names of the commands. Each is a module of `contract_tests.commands`, imported when it is called."""


class Commands(click.Group):
    """Group whose default command is `check`: `langgraph-check URL` is `langgraph-check check URL`."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(NAMES)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in NAMES:
            return None
        command: click.Command = importlib.import_module(f"contract_tests.commands.{cmd_name}").command
        return command

    @override
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OSError as error:  # a full disk, or a report file that can't be written
            if error.filename is None:
                raise
            click.echo(f"Error: {error.filename}: {error.strerror}", err=True)
            sys.exit(Exit.OUR_ERROR)

    @override
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        is_ours = bool(args) and args[0] in (*NAMES, *ctx.help_option_names, "--version")
        return super().parse_args(ctx, args if is_ours else [CHECK, *args])

    @override
    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help of `check`, followed by a list of the other commands."""
        check = self.get_command(ctx, CHECK)
        if check is not None:
            check.format_help(
                click.Context(
                    check,
                    info_name=ctx.info_name,
                    max_content_width=100,
                    help_option_names=ctx.help_option_names,
                ),
                formatter,
            )
        with formatter.section("Other commands"):
            others = [(name, self.get_command(ctx, name)) for name in NAMES if name != CHECK]
            formatter.write_dl([(name, each.get_short_help_str(80)) for name, each in others if each])


@click.command(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="langgraph-contract")
def main() -> None:
    pass

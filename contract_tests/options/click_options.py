"""Command line options. Options that are not given may come from a config file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource
from typing_extensions import override

from contract_tests.options import config_file
from contract_tests.options.declare import Option, options_of
from contract_tests.options.options import Options

Command = Callable[..., Any]


class Flag(click.Option):
    """Flag with a second form, `--no-NAME`, that overrides a config file. The help text omits it."""

    def __init__(self, param_decls: Sequence[str], **settings: Any) -> None:
        name, field = param_decls
        super().__init__([f"{name}/{name.replace('--', '--no-', 1)}", field], **settings)

    @override
    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        return self.opts[0], self.help or ""


def options(*names: str) -> Callable[[Command], Command]:
    """Decorate a command with these options, by default all except `url`, which is its argument."""
    declared = [each for each in options_of(Options) if each.name != "url"]
    chosen = [each for each in declared if not names or each.name in names]

    def decorated(command: Command) -> Command:
        for each in reversed(chosen):
            command = _decorator(each)(command)
        return command

    return decorated


def configured(command: Command) -> Command:
    """Decorate a command with `--config`, whose file provides the defaults of its other options."""
    return click.option(
        "--config",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        is_eager=True,
        expose_value=False,
        callback=_configure,
        help=f"Read options from FILE instead of {config_file.NAME} or pyproject.toml.",
        metavar="FILE",
    )(command)


def _configure(context: click.Context, _parameter: click.Parameter, file: Path | None) -> None:
    try:
        context.default_map = dict(config_file.load(file, Path.cwd()).values)
    except config_file.BadConfig as mistake:
        raise click.UsageError(str(mistake)) from mistake


def is_configured(context: click.Context, field: str) -> bool:
    """Return whether the value comes from the config file."""
    return context.get_parameter_source(field) is ParameterSource.DEFAULT_MAP


def _decorator(each: Option) -> Callable[[Command], Command]:
    if each.kind is bool:
        return click.option(f"--{each.name}", each.field, is_flag=True, help=each.help, cls=Flag)
    return click.option(
        f"--{each.name}",
        each.field,
        type=_type(each),
        multiple=each.is_many,
        default=None if each.is_many else each.default,
        show_default=not each.is_many and each.default not in {None, ""},
        help=each.help,
        metavar=each.metavar,
    )


def _type(each: Option) -> "click.ParamType[Any]":
    if each.kind is Path:
        return click.Path(dir_okay=False, path_type=Path)
    if each.choices:
        return click.Choice(each.choices)
    if each.kind is int:
        most = None if each.most is None else int(each.most)
        return click.INT if each.least is None else click.IntRange(min=int(each.least), max=most)
    if each.kind is float:
        return click.FloatRange(min=each.least)
    return click.STRING

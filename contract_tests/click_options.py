"""The options as those of a command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from contract_tests.option import Option, options_of
from contract_tests.options import Options

Command = Callable[..., Any]


def options(*names: str) -> Callable[[Command], Command]:
    """Decorate a command with these options; without names, with all but `url`, which is its argument."""
    declared = [each for each in options_of(Options) if each.name != "url"]
    chosen = [each for each in declared if not names or each.name in names]

    def decorated(command: Command) -> Command:
        for each in reversed(chosen):
            command = _decorator(each)(command)
        return command

    return decorated


def _decorator(each: Option) -> Callable[[Command], Command]:
    if each.kind is bool:
        return click.option(f"--{each.name}", each.field, is_flag=True, help=each.help)
    return click.option(
        f"--{each.name}",
        each.field,
        type=_type(each),
        multiple=each.is_many,
        default=None if each.is_many else each.default,
        show_default=not each.is_many and each.default is not None,
        help=each.help,
        metavar=each.metavar,
    )


def _type(each: Option) -> click.ParamType[Any]:
    if each.kind is Path:
        return click.Path(dir_okay=False, path_type=Path)
    if each.choices:
        return click.Choice(each.choices)
    if each.kind is int:
        return click.INT if each.least is None else click.IntRange(min=int(each.least))
    if each.kind is float:
        return click.FloatRange(min=each.least)
    return click.STRING

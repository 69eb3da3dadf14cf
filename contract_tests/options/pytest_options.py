"""Options of pytest: `--contract-url`, `--contract-tier` ...

`langgraph_contract.pytest_plugin` loads this module for a run that uses one of them.
The names have a prefix, because other plugins also have a `--timeout` and a `--seed`.
"""

import argparse
from pathlib import Path
from typing import Any

import pytest

from contract_tests.options.declare import Option, options_of
from contract_tests.options.options import Options

PREFIX = "contract"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup(PREFIX, "contract of the LangGraph server API")
    for each in options_of(Options):
        if each.is_for_pytest:
            name, dest = f"--{PREFIX}-{each.name}", _dest(each)
            group.addoption(name, dest=dest, help=each.help.rstrip("."), **_settings(each))


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Load the plugin that uses the options, in case only this module was named."""
    pluginmanager.import_plugin("langgraph_contract.pytest_plugin")


def options(given: argparse.Namespace) -> Options:
    """Return the options that pytest has parsed."""
    values: dict[str, Any] = {}
    for each in options_of(Options):
        if each.is_for_pytest:
            value = getattr(given, _dest(each))
            values[each.field] = tuple(value) if each.is_many else value
    return Options(**values)


def arguments(options: Options) -> list[str]:
    """Return the options as pytest's command line, without those that have their default."""
    return [
        f"--{PREFIX}-{each.name}" if value is True else f"--{PREFIX}-{each.name}={value}"
        for each in options_of(Options)
        if each.is_for_pytest and (given := getattr(options, each.field)) != each.default
        for value in (given if each.is_many else (given,))
    ]


def _dest(each: Option) -> str:
    return f"{PREFIX}_{each.field}"


def _settings(each: Option) -> dict[str, Any]:
    if each.kind is bool:
        return {"action": "store_true"}
    settings: dict[str, Any] = {"default": [] if each.is_many else each.default, "metavar": each.metavar}
    if each.kind in {int, float, Path}:
        settings["type"] = each.kind
    if each.choices:
        settings["choices"] = each.choices
    if each.is_many:
        settings["action"] = "append"
    return settings

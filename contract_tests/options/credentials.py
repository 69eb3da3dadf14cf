"""Credentials of the owners, from options or from a hook."""

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from contract_tests.client.target import Owner
from contract_tests.options.options import Malformed, Options

PLUGIN = "contract-hooks"
"""Name under which the file of `--hooks` is registered as a pytest plugin."""

Sign = Callable[[Owner], Mapping[str, str]]


@dataclass(frozen=True)
class Credentials:
    identities: tuple[Mapping[str, str], ...]
    """Headers of the first owner, and of the other one if given."""
    sign: Sign | None
    """Function that creates the headers for each request. `None` means fixed headers."""


def credentials(config: pytest.Config, options: Options) -> Credentials:
    """Return the credentials. Raises: Malformed."""
    if options.hooks and not config.pluginmanager.has_plugin(PLUGIN):
        config.pluginmanager.register(_module(options.hooks), PLUGIN)
    if not config.hook.pytest_contract_headers.get_hookimpls():
        return Credentials(options.identities, None)
    owners: tuple[Owner, ...] = ("first", "other")
    made = [_from_plugin(config, owner) for owner in owners]
    identities = tuple(each for each in made if each is not None)
    return Credentials(identities or ({},), lambda owner: _from_plugin(config, owner) or {})


def _from_plugin(config: pytest.Config, owner: Owner) -> Mapping[str, str] | None:
    made: Mapping[str, str] | None = config.hook.pytest_contract_headers(owner=owner)
    return made


def _module(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("contract_hooks", file)
    if spec is None or spec.loader is None:
        raise Malformed("a Python file", str(file), "hooks")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as mistake:
        raise Malformed(f"importable: {mistake!r}", str(file), "hooks") from mistake
    if not hasattr(module, "pytest_contract_headers"):
        raise Malformed("a file with a function pytest_contract_headers(owner)", str(file), "hooks")
    return module

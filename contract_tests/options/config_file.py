"""Config file with options.

It is `langgraph-check.toml`, or the table `[tool.langgraph-check]` of `pyproject.toml`, in the working folder
or its nearest parent that has one. Its keys are the options' names without the leading dashes; paths are
relative to its folder.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract_tests.options.declare import Option, options_of
from contract_tests.options.options import Options
from contract_tests.text import user_file
from contract_tests.text.suggestion import did_you_mean

NAME = "langgraph-check.toml"
PYPROJECT = "pyproject.toml"
TABLE = ("tool", "langgraph-check")

TYPE_NAMES: Mapping[type, str] = {bool: "true or false", int: "a whole number", float: "a number"}
"""Descriptions of the types in error messages. Other types are strings."""


class BadConfig(Exception):
    """The config file can't be used. The message names the file, the key and the reason."""

    def __init__(self, file: Path, reason: str, key: str = "") -> None:
        super().__init__(file, reason, key)
        self.file = file
        self.reason = reason
        self.key = key

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}" if self.key else str(self.file)
        return f"{place}: {self.reason}"


@dataclass(frozen=True)
class Config:
    values: Mapping[str, Any]
    """Values by the fields of `Options`."""


NONE = Config({})


def load(file: Path | None, folder: Path) -> Config:
    """Load the given file, or else the nearest one from the folder upwards, if any.

    Raises:
        BadConfig: it can't be read, or contains an unknown option.

    """
    if file is not None:
        return _config(file, _table(file))
    found = nearest(folder)
    return NONE if found is None else _config(found, _table(found))


def nearest(folder: Path) -> Path | None:
    """Return the nearest file with our options from the folder upwards, if any. Raises: BadConfig."""
    candidates = (each for each in _candidates(folder) if each.is_file())
    return next((each for each in candidates if _table(each) is not None), None)


def _candidates(folder: Path) -> Iterator[Path]:
    for each in (folder, *folder.parents):
        yield each / NAME
        yield each / PYPROJECT


def _table(file: Path) -> Any:
    """Return the table with our options; `None` if it is a pyproject.toml without one."""
    try:
        value: Any = tomllib.loads(user_file.read(file, user_file.SETTINGS).decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig(file, f"can't be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(file, f"not valid TOML: {error}") from error
    except RecursionError as error:
        raise BadConfig(file, "nested too deeply") from error
    if file.name != PYPROJECT and TABLE[0] not in value:
        return value
    for name in TABLE:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _config(file: Path, table: Any) -> Config:
    if not isinstance(table, dict):
        what = "is missing" if table is None else "must be a table"
        raise BadConfig(file, f"[{'.'.join(TABLE)}] {what}")
    known = {each.name: each for each in options_of(Options)}
    for key in table:
        if key not in known:
            raise BadConfig(file, _unknown(key, list(known)), key)
    return Config({known[key].field: _value(file, known[key], value) for key, value in table.items()})


def _unknown(key: str, names: list[str]) -> str:
    hint = did_you_mean(key.replace("_", "-"), names, otherwise=f"use {', '.join(names)}")
    return f"unknown option; {hint}"


def _value(file: Path, option: Option, value: Any) -> Any:
    if not option.is_many:
        return _single(file, option, value)
    several = value if isinstance(value, list) else [value]
    return tuple(_single(file, option, each) for each in several)


def _single(file: Path, option: Option, value: Any) -> Any:
    if not _is_a(option.kind, value):
        raise BadConfig(file, f"{value!r} is not {TYPE_NAMES.get(option.kind, 'a string')}", option.name)
    if option.choices and value not in option.choices:
        raise BadConfig(file, f"{value!r} is not one of {', '.join(map(str, option.choices))}", option.name)
    if option.least is not None and value < option.least:
        raise BadConfig(file, f"{value!r} is less than {option.least:g}", option.name)
    if option.most is not None and value > option.most:
        raise BadConfig(file, f"{value!r} is more than {option.most:g}", option.name)
    return file.parent / value if option.kind is Path else value


def _is_a(kind: type, value: Any) -> bool:
    if isinstance(value, bool):
        return kind is bool
    if kind is float:
        return isinstance(value, int | float)
    return isinstance(value, str if kind is Path else kind)

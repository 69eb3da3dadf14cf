"""Parsing of `langgraph.json` as by `langgraph dev`: the user's graphs and their requirements."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from contract_tests.text import user_file
from contract_tests.text.suggestion import closest, did_you_mean
from mockserver.graphs.import_path import Source

FORM = '"path.py:name" or "a.module:name"'

READ = ("dependencies", "graphs", "env")
READ_OF_GRAPH = ("path", "description")
KNOWN_FIELDS = (
    *READ,
    *("api_version", "auth", "base_image", "checkpointer", "disable_persistence", "dockerfile_lines"),
    *("encryption", "http", "image_distro", "keep_pkg_tools", "node_version", "pip_config_file"),
    *("pip_installer", "priority", "python_version", "source", "store", "ui", "ui_config", "webhooks"),
)
"""Keys that other LangGraph servers or their images read."""

SCHEMA = "$schema"
"""Key for editors, which validate the file with it; it has no effect on servers."""


class BrokenConfig(Exception):
    """An invalid file. `field` is the invalid field, or empty if the file can't be read."""

    def __init__(self, path: Path, problem: str, field: str = "") -> None:
        super().__init__(f"{path}: {field}: {problem}" if field else f"{path}: {problem}")
        self.path = path
        self.problem = problem
        self.field = field


class Wrong(Exception):
    """An invalid field, raised before the path of the file is known."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(field, problem)
        self.field = field
        self.problem = problem


@dataclass(frozen=True, slots=True)
class LanggraphJson:
    graphs: Mapping[str, Source]
    folders: tuple[Path, ...]
    """Folders to add to `sys.path`."""
    env: Mapping[str, str]
    warnings: tuple[str, ...] = ()
    """Sentences about fields without effect, each with the path of the file."""

    @property
    def descriptions(self) -> dict[str, str | None]:
        return {graph_id: source.description for graph_id, source in self.graphs.items()}

    @property
    def files(self) -> list[Path]:
        """Return the files that contain graphs."""
        return [source.place for source in self.graphs.values() if isinstance(source.place, Path)]


def read(path: Path) -> LanggraphJson:
    """Read the file. Paths in it are relative to its folder.

    Raises:
        BrokenConfig: it can't be read or is invalid.

    """
    folder = path.absolute().parent
    try:
        document = json.loads(user_file.read(path, user_file.SETTINGS))
        if not isinstance(document, dict):
            raise BrokenConfig(path, "must be an object")
        return _understood(path, document, folder)
    except Wrong as error:
        raise BrokenConfig(path, error.problem, error.field) from error
    except OSError as error:
        raise BrokenConfig(path, str(error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise BrokenConfig(path, f"not valid JSON: {error}") from error


def _understood(path: Path, document: Mapping[str, Any], folder: Path) -> LanggraphJson:
    warnings: list[str] = []
    graphs, env = _graphs(document, folder), _env(document, folder, warnings)
    folders = _folders(document, folder, warnings)
    if without_effect := [*_without_effect(document)]:
        warnings.append(f"ignored by langgraph-mock: {', '.join(without_effect)}")
    return LanggraphJson(graphs, folders, env, tuple(f"{path}: {warning}" for warning in warnings))


def _without_effect(document: Mapping[str, Any]) -> Iterable[str]:
    """Yield keys without effect, each unknown one with the closest known key."""
    yield from _unread("", document, (*READ, SCHEMA), KNOWN_FIELDS)
    for graph_id, value in document["graphs"].items():
        if isinstance(value, dict):
            yield from _unread(f"graphs.{graph_id}.", value, READ_OF_GRAPH, READ_OF_GRAPH)


def _unread(prefix: str, keys: Iterable[str], read: Iterable[str], known: Iterable[str]) -> Iterable[str]:
    for key in keys:
        if key in known and key not in read:
            yield prefix + key
        elif key not in read:
            yield f"{prefix}{key} ({did_you_mean(key, known, otherwise='unknown')})"


def _graphs(document: Mapping[str, Any], folder: Path) -> dict[str, Source]:
    graphs = document.get("graphs")
    if not isinstance(graphs, dict) or not graphs:
        near = closest("graphs", document.keys() - {"graphs"})
        hint = f"; is {near!r} misspelt?" if near else ""
        example = '{"agent": "./agent.py:graph"}'
        raise Wrong("graphs", f"must be an object with at least one graph, such as {example}{hint}")
    return {graph_id: _source(f"graphs.{graph_id}", value, folder) for graph_id, value in graphs.items()}


def _source(field: str, value: Any, folder: Path) -> Source:
    described = value if isinstance(value, dict) else {"path": value}
    place, description = described.get("path"), described.get("description")
    if description is not None and not isinstance(description, str):
        raise Wrong(f"{field}.description", "must be a string")
    source = Source.parsed(place, folder, description) if isinstance(place, str) else None
    if source is None:
        raise Wrong(field if described is not value else f"{field}.path", f"must be {FORM}, not {place!r}")
    return source


def _folders(document: Mapping[str, Any], folder: Path, warnings: list[str]) -> tuple[Path, ...]:
    """Return the file's folder and those in the dependencies, which may also name packages."""
    dependencies = document.get("dependencies", [])
    if not isinstance(dependencies, list) or not all(isinstance(one, str) for one in dependencies):
        raise Wrong("dependencies", 'must be a list of strings, such as ["."]')
    folders = [folder]
    for number, dependency in enumerate(dependencies):
        if (folder / dependency).is_dir():
            folders.append(folder / dependency)
        elif dependency.startswith((".", "/")):
            warnings.append(f"dependencies[{number}]: folder {dependency} not found")
    return tuple(dict.fromkeys(place.resolve() for place in folders))


def _env(document: Mapping[str, Any], folder: Path, warnings: list[str]) -> dict[str, str]:
    env = document.get("env") or {}
    if isinstance(env, str):
        file = folder / env
        if not file.exists():  # it contains secrets, so published projects omit it
            warnings.append(f"env: file {file} not found; no variables are set")
            return {}
        env = _env_file(file)
    if isinstance(env, list):  # names of variables that are already set
        return {}
    if not isinstance(env, dict):
        raise Wrong("env", "must be the path of a file or an object of strings")
    for name, value in env.items():
        if not isinstance(value, str) or "\0" in value:
            raise Wrong(f"env.{name}", "must be a string without NUL characters")
        if not name or "=" in name or "\0" in name:
            raise Wrong(f"env.{name}", "not a valid name of a variable")
    return env


def _env_file(file: Path) -> dict[str, str]:
    try:
        return {name: value or "" for name, value in dotenv_values(file).items()}
    except OSError as error:
        raise Wrong("env", f"{file}: {error.strerror}") from error
    except ValueError as error:
        raise Wrong("env", f"{file}: {error}") from error

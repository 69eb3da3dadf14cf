"""`langgraph.json` as `langgraph dev` reads it: the user's graphs, and what they need to be imported."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from mockserver.graphs.source import Source

FORM = '"path.py:name" or "a.module:name"'


class BrokenConfig(Exception):
    """`field` is where in the file, if it can be read at all."""

    def __init__(self, path: Path, problem: str, field: str = "") -> None:
        super().__init__(f"{path}: {field}: {problem}" if field else f"{path}: {problem}")
        self.path = path
        self.problem = problem
        self.field = field


class Wrong(Exception):
    """What a part of the file says, before it is told which file."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(field, problem)
        self.field = field
        self.problem = problem


@dataclass(frozen=True, slots=True)
class LanggraphJson:
    graphs: Mapping[str, Source]
    folders: tuple[Path, ...]
    """Where modules are looked for."""
    env: Mapping[str, str]

    @property
    def descriptions(self) -> dict[str, str | None]:
        return {graph_id: source.description for graph_id, source in self.graphs.items()}

    @property
    def files(self) -> list[Path]:
        """Those that graphs are in."""
        return [source.place for source in self.graphs.values() if isinstance(source.place, Path)]


def read(path: Path) -> LanggraphJson:
    """Paths in it are relative to its folder.

    Raises:
        BrokenConfig: it can't be read, or says what it can't say.

    """
    folder = path.absolute().parent
    try:
        written = json.loads(path.read_bytes())
        if not isinstance(written, dict):
            raise BrokenConfig(path, "must be an object")
        return LanggraphJson(_graphs(written, folder), _folders(written, folder), _env(written, folder))
    except Wrong as error:
        raise BrokenConfig(path, error.problem, error.field) from error
    except OSError as error:
        raise BrokenConfig(path, str(error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise BrokenConfig(path, f"no JSON: {error}") from error


def _graphs(written: Mapping[str, Any], folder: Path) -> dict[str, Source]:
    graphs = written.get("graphs")
    if not isinstance(graphs, dict) or not graphs:
        raise Wrong("graphs", 'must be an object with graphs in it, such as {"agent": "./agent.py:graph"}')
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


def _folders(written: Mapping[str, Any], folder: Path) -> tuple[Path, ...]:
    """Its own, and those among the dependencies; the others are packages, installed or not."""
    dependencies = written.get("dependencies", [])
    if not isinstance(dependencies, list) or not all(isinstance(one, str) for one in dependencies):
        raise Wrong("dependencies", 'must be a list of strings, such as ["."]')
    found = [folder]
    for number, dependency in enumerate(dependencies):
        if (folder / dependency).is_dir():
            found.append(folder / dependency)
        elif dependency.startswith((".", "/")):
            raise Wrong(f"dependencies[{number}]", f"there is no folder {dependency}")
    return tuple(dict.fromkeys(place.resolve() for place in found))


def _env(written: Mapping[str, Any], folder: Path) -> dict[str, str]:
    env = written.get("env") or {}
    if isinstance(env, str):
        env = _env_file(folder / env)
    if not isinstance(env, dict):
        raise Wrong("env", "must be the path of a file, or an object of strings")
    for name, value in env.items():
        if not isinstance(value, str) or "\0" in value:
            raise Wrong(f"env.{name}", "must be a string, without NUL")
        if not name or "=" in name or "\0" in name:
            raise Wrong(f"env.{name}", "can't be the name of a variable")
    return env


def _env_file(file: Path) -> dict[str, str]:
    if not file.is_file():
        raise Wrong("env", f"there is no file {file}")
    try:
        return {name: value or "" for name, value in dotenv_values(file).items()}
    except ValueError as error:
        raise Wrong("env", f"{file}: {error}") from error

"""Loading of the user's graphs. A graph that can't be imported does not affect the others."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from langgraph.graph import StateGraph
from langgraph.pregel import Pregel

from mockserver.graphs.factory import Factory
from mockserver.graphs.import_path import Source, imported, sentence
from mockserver.graphs.langgraph_json import LanggraphJson
from mockserver.graphs.tracing import untraced, without_switches
from mockserver.state.world import UNNAMED

Graph = Pregel[Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Broken:
    problem: str


INSTALLED_BY: Mapping[str, str] = MappingProxyType(
    {
        "pyproject.toml": "pip install -e {folder}",
        "setup.py": "pip install -e {folder}",
        "requirements.txt": "pip install -r {folder}/requirements.txt",
    }
)
"""Installation commands by the file that declares a project's dependencies."""

URL = "LANGGRAPH_API_URL"
"""Variable with the mock's URL, for graphs. It overrides a project's `env`."""


def mounted(
    config: LanggraphJson, *, allow_tracing: bool = False, url: str | None = None
) -> dict[str, Graph | Factory | Broken]:
    """Return the graphs by id, after setting the environment and import path of this process."""
    os.environ.update(config.env if allow_tracing else without_switches(config.env))
    if url:
        os.environ[URL] = url
    sys.path.extend(str(folder) for folder in config.folders if str(folder) not in sys.path)
    once = cache(imported)  # a file may contain several graphs
    with untraced(allowed=allow_tracing):
        return {
            graph_id: _mounted(graph_id, source, config.folders, once)
            for graph_id, source in config.graphs.items()
        }


def _mounted(
    graph_id: str, source: Source, folders: Iterable[Path], imported: Callable[[Path | str], ModuleType]
) -> Graph | Factory | Broken:
    try:
        module = imported(source.place)
        if not hasattr(module, source.name):
            return Broken(f"{source.name!r} not found in {source.place}")
        return servable(getattr(module, source.name), graph_id)
    except (Exception, SystemExit) as error:  # noqa: BLE001 a user's module may raise anything
        return Broken(sentence(error, folders) + _advice(error, folders))


def _advice(error: BaseException, folders: Iterable[Path]) -> str:
    """Return how to install the project, if its package or a dependency is missing."""
    if isinstance(error, ModuleNotFoundError) and error.name and "." not in error.name:
        for folder in folders:
            for name, command in INSTALLED_BY.items():
                if (folder / name).is_file():
                    return f" (is the project installed here? {command.format(folder=folder)})"
    return ""


def servable(value: Any, graph_id: str) -> Graph | Factory:
    """Compile builders, and name unnamed graphs after their id.

    Raises:
        TypeError: the object can't be served.

    """
    if isinstance(value, StateGraph):
        value = value.compile()
    if isinstance(value, Pregel):
        return value.copy(update={"name": graph_id}) if value.name == UNNAMED else value
    if callable(value):
        return Factory.of(value)
    raise TypeError(f"must be a graph or a function that returns one, not {value!r}")

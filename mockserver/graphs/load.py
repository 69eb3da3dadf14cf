"""Brings the user's graphs in. One that can't be imported keeps no other from being served."""

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
"""By the file that says what a project needs: how to install that."""

URL = "LANGGRAPH_API_URL"
"""Variable that tells graphs where they are served, whatever a project's `env` says."""


def mounted(
    config: LanggraphJson, *, allow_tracing: bool = False, url: str | None = None
) -> dict[str, Graph | Factory | Broken]:
    """By graph id. This process gets the environment and the folders that they need."""
    os.environ.update(config.env if allow_tracing else without_switches(config.env))
    if url:
        os.environ[URL] = url
    sys.path.extend(str(folder) for folder in config.folders if str(folder) not in sys.path)
    once = cache(imported)  # several graphs may be in one file
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
            return Broken(f"there is no {source.name!r} in {source.place}")
        return servable(getattr(module, source.name), graph_id)
    except (Exception, SystemExit) as error:  # noqa: BLE001 it is the user's module that runs
        return Broken(sentence(error, folders) + _advice(error, folders))


def _advice(error: BaseException, folders: Iterable[Path]) -> str:
    """Say how to install a project whose package, or a library of it, is missing."""
    if isinstance(error, ModuleNotFoundError) and error.name and "." not in error.name:
        for folder in folders:
            for name, command in INSTALLED_BY.items():
                if (folder / name).is_file():
                    return f" (is the project installed here? {command.format(folder=folder)})"
    return ""


def servable(there: Any, graph_id: str) -> Graph | Factory:
    """Builders are compiled, and a graph without a name has its id for one.

    Raises:
        TypeError: it is nothing that can be served.

    """
    if isinstance(there, StateGraph):
        there = there.compile()
    if isinstance(there, Pregel):
        return there.copy(update={"name": graph_id}) if there.name == UNNAMED else there
    if callable(there):
        return Factory.of(there)
    raise TypeError(f"must be a graph, or a function that makes one, not {there!r}")

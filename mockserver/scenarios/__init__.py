"""Scenarios: graphs described in YAML instead of Python.

`load` reads files, `parse` a text; both give a `Scenario` or raise `BrokenScenario` with its problems.
`compiled` makes the graph of langgraph.
"""

from typing import TYPE_CHECKING

from mockserver.scenarios.attempts import Attempts
from mockserver.scenarios.load import BrokenScenario, Loaded, load, load_all, parse
from mockserver.scenarios.problem import Problem
from mockserver.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from mockserver.scenarios.graph.build import Graph

__all__ = [
    "Attempts",
    "BrokenScenario",
    "Loaded",
    "Problem",
    "Scenario",
    "compiled",
    "load",
    "load_all",
    "parse",
]


def compiled(scenario: Scenario, *, pace: float = 0.0, attempts: Attempts | None = None) -> "Graph":
    """Return the graph of a scenario. `pace` is the seconds per word of texts without a speed."""
    # langgraph takes half a second to import, and a mock without runs does not need it
    from mockserver.scenarios.graph import build  # noqa: PLC0415

    return build.compiled(scenario, pace=pace, attempts=attempts)

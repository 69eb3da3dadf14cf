"""A scenario from a HAR file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract_tests import har
from mockserver.recording.exchanges import exchanges
from mockserver.recording.recovered_graph import Turn
from mockserver.recording.redaction import redacted, redactor
from mockserver.recording.runs import Session, Thread
from mockserver.recording.scenario_text import text
from mockserver.recording.turns import Turns
from mockserver.scenarios.load import parse
from mockserver.scenarios.scenario import GRAPH_ID


class NoRuns(Exception):
    """A recording has no run, or none of the graph, or runs of several graphs."""


@dataclass(frozen=True, slots=True)
class Recorded:
    text: str
    """The scenario as YAML, with the notes as comments."""
    notes: tuple[str, ...]
    """Parts of the recording that the scenario lacks, by entry."""
    graph: str
    turns: int


def recorded(file: Path, graph: str | None = None) -> Recorded:
    """Return the scenario of a recording. `graph` is the one to take if there are several.

    Raises:
        BadHar: the file is not a valid HAR file.
        NoRuns: it does not have exactly one graph with runs.
        BrokenScenario: the scenario is too large.

    """
    entries = har.read(file)
    session = Session()
    for exchange in exchanges(entries, file.parent):
        session.add(exchange)
    session.finish()
    name = _graph(session, graph, file)
    turns = Turns(Turn(notes=session.notes))
    for thread in session.threads.values():
        runs = [run for run in thread.runs if session.graph(run.graph) == name]
        turns.add(Thread(runs))
    written = turns.written()
    scenario = redacted(_scenario(name, turns, written), redactor(entries))
    notes = tuple(dict.fromkeys(turns.turn.notes))
    made = text(scenario, [*_heading(file), *notes])
    parse(made, "the scenario", "recorded")
    return Recorded(made, notes, name, len(written))


def _scenario(name: str, turns: Turns, written: list[dict[str, Any]]) -> dict[str, Any]:
    state = {**turns.sent, **turns.turn.initial}
    return {
        **({"name": name} if GRAPH_ID.fullmatch(name) else {}),
        **({"state": state} if state else {}),
        **({"reducers": turns.turn.reducers} if turns.turn.reducers else {}),
        "turns": written,
    }


def _heading(file: Path) -> list[str]:
    return [f"Recorded from {file.name}."]


def _graph(session: Session, graph_id: str | None, file: Path) -> str:
    """Return the name of the graph. Raises: NoRuns."""
    found = [session.graph(run.graph) for thread in session.threads.values() for run in thread.runs]
    names = list(dict.fromkeys(found))
    if not names:
        reasons = "".join(f"\n{note}" for note in session.notes)
        raise NoRuns(f"{file} has no run of a LangGraph server{reasons}")
    if graph_id is not None and graph_id not in names:
        raise NoRuns(f"{file} has no run of the graph {graph_id!r}; it has runs of {', '.join(names)}")
    if graph_id is None and len(names) > 1:
        raise NoRuns(f"{file} has runs of {', '.join(names)}; choose one of them with --graph NAME")
    return graph_id or names[0]

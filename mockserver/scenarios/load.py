"""Reading of scenario files: each gives a scenario, or its problems."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from contract_tests.text import user_file
from mockserver.scenarios import yaml_source
from mockserver.scenarios.problem import Problem, problems_of
from mockserver.scenarios.scenario import GRAPH_ID, Scenario
from mockserver.scenarios.yaml_source import BrokenYaml

ENDINGS = (".yaml", ".yml")


class BrokenScenario(Exception):
    """A text that is not a scenario, with at least one problem."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Loaded:
    """Scenarios of files by graph id, and the problems of the broken files."""

    scenarios: dict[str, Scenario] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    """Files by graph id."""
    problems: list[Problem] = field(default_factory=list)


def parse(text: str, source: str, name: str | None = None) -> Scenario:
    """Return the scenario. `name` is its graph id unless it has its own; `source` is for problems.

    Raises:
        BrokenScenario: the text is not a scenario.

    """
    try:
        document, lines = yaml_source.read(text)
    except BrokenYaml as error:
        raise BrokenScenario([Problem(source, error.line, error.problem)]) from error
    if document is None:
        raise BrokenScenario([Problem(source, 1, "empty; add `say: Hello`, `steps` or `turns`")])
    try:
        scenario = Scenario.model_validate(document)
    except ValidationError as error:
        raise BrokenScenario(problems_of(error, document, lines, source)) from error
    if scenario.name is None and not GRAPH_ID.fullmatch(name or ""):
        problem = f"{name or 'the file'!r} is not usable as a graph id; add `name: my_graph`"
        raise BrokenScenario([Problem(source, 1, problem)])
    return scenario.model_copy(update={"name": scenario.name or name})


def load(path: Path) -> Scenario:
    """Return the scenario of a file. Raises: BrokenScenario."""
    try:
        text = user_file.read_text(path, yaml_source.MAX_BYTES)
    except OSError as error:
        raise BrokenScenario([Problem(str(path), 1, str(error))]) from error
    return parse(text, str(path), path.stem)


def load_all(paths: Iterable[Path]) -> Loaded:
    """Return the scenarios of files and folders. A broken file does not affect the others."""
    loaded = Loaded()
    for path in files(paths):
        try:
            scenario = load(path)
        except BrokenScenario as error:
            loaded.problems.extend(error.problems)
            continue
        name = str(scenario.name)
        if name in loaded.scenarios:
            loaded.problems.append(
                Problem(str(path), 1, f"{loaded.sources[name]} has the scenario {name!r}, too")
            )
        else:
            loaded.scenarios[name] = scenario
            loaded.sources[name] = str(path)
    return loaded


def files(paths: Iterable[Path]) -> list[Path]:
    """Return the files, and those of folders and their subfolders."""
    found = []
    for path in paths:
        inside = (
            sorted(file for file in path.rglob("*") if file.suffix in ENDINGS) if path.is_dir() else [path]
        )
        found += inside
    return list(dict.fromkeys(found))

"""One run of pytest as a library: arguments in, report out."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

import pytest
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from contract_tests.report.model import Report
from contract_tests.runner.results import ResultsPlugin

QUIET = (
    *("--pyargs", "contract_tests", "-p", "langgraph_contract.pytest_plugin"),
    *("-c", os.devnull, "--rootdir", str(Path(__file__).parents[1])),  # the same in every folder
    *("-p", "langgraph_contract.commands"),  # its import claims our package names in each process
    "--disable-plugin-autoload",  # other installed plugins must not interfere
    "--noconftest",
    *("-p", "no:terminalreporter", "-p", "no:cacheprovider", "--capture=no", "--assert=plain"),
)
"""Arguments that keep pytest from printing, and from leaving files behind."""


@dataclass(frozen=True)
class Ended:
    """Result of a run."""

    exit_code: int
    """Exit code of pytest."""
    report: Report | None
    gone: str | None
    """Reason why the target became unreachable. `None` if it stayed reachable."""
    is_interrupted: bool = False
    """True if the user has interrupted the run."""


def survey(arguments: Sequence[str]) -> Ended:
    """Survey the target without any check; the report has the survey, and no result of a check."""
    return run(arguments, plugins=(NoChecks(),))


def run(arguments: Sequence[str], workers: int = 1, *, plugins: Sequence[object] = ()) -> Ended:
    os.environ.pop("PYTEST_ADDOPTS", None)  # intended for other runs of pytest
    # hypothesis would otherwise create its cache in the working folder
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(gettempdir()) / "langgraph-check"))
    # a process without work takes some of another one's: the last checks are among the slowest
    distribution = ["-p", "xdist.plugin", "-n", str(workers), "--dist", "worksteal"] if workers > 1 else []
    witness = ProgressPlugin()
    exit_code = pytest.main([*QUIET, *distribution, *arguments], plugins=[witness, *plugins])
    collector = witness.collector
    if collector is None:
        return Ended(int(exit_code), None, None)
    return Ended(int(exit_code), collector.report, collector.gone, collector.is_interrupted)


class NoChecks:
    """Plugin that ends a run after the survey, before the collection of checks."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> bool:
        return True


class ProgressPlugin:
    """Plugin that finds the collector and shows the progress on a terminal."""

    def __init__(self) -> None:
        self.collector: ResultsPlugin | None = None
        self._progress = Progress(
            TextColumn("checking"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.description}", style="dim", markup=False),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._progress.add_task("", total=None)

    def pytest_configure(self, config: pytest.Config) -> None:
        self.collector = config.pluginmanager.get_plugin("contract-collector")
        self._progress.start()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if session.items:
            self._progress.update(self._task, total=len(session.items))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """Set the total from a worker's collection, since this session has no items."""
        self._progress.update(self._task, total=len(ids))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "teardown":
            name = report.nodeid.partition("[")[2].removesuffix("]")
            self._progress.update(self._task, advance=1, description=name)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        self._progress.stop()

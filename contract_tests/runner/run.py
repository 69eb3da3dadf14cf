"""One check run under pytest, without pytest's own output: arguments in, report out."""

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
from contract_tests.runner.results import Collector

QUIET = (
    *("--pyargs", "contract_tests", "-p", "langgraph_contract.pytest_plugin"),
    *(
        "-c",
        os.devnull,
        "--rootdir",
        str(Path(__file__).parents[1]),
    ),  # the check is the same in every directory
    *("-p", "langgraph_contract.commands"),  # whose import makes the names ours, in each process
    "--disable-plugin-autoload",  # what else is installed has no say in it
    "--noconftest",
    *("-p", "no:terminalreporter", "-p", "no:cacheprovider", "--capture=no", "--assert=plain"),
)
"""pytest as a library: nothing said, nothing left on the disk."""


@dataclass(frozen=True)
class Ended:
    """How a run came to its end."""

    exit_code: int
    """pytest's."""
    report: Report | None
    gone: str | None
    """Why the target could not be reached any more."""
    is_interrupted: bool = False
    """Whether the user has interrupted it."""


def run(arguments: Sequence[str], workers: int = 1) -> Ended:
    os.environ.pop("PYTEST_ADDOPTS", None)  # it is meant for other runs
    # hypothesis would leave its cache in whatever folder the command is run in
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(gettempdir()) / "langgraph-check"))
    distribution = ["-p", "xdist.plugin", "-n", str(workers)] if workers > 1 else []
    witness = Witness()
    exit_code = pytest.main([*QUIET, *distribution, *arguments], plugins=[witness])
    collector = witness.collector
    if collector is None:
        return Ended(int(exit_code), None, None)
    return Ended(int(exit_code), collector.report, collector.gone, collector.is_interrupted)


class Witness:
    """Sees the collector, and shows on a terminal how far the check is."""

    def __init__(self) -> None:
        self.collector: Collector | None = None
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
        """A worker has seen what there is to do; the session here has no items of its own."""
        self._progress.update(self._task, total=len(ids))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "teardown":
            name = report.nodeid.partition("[")[2].removesuffix("]")
            self._progress.update(self._task, advance=1, description=name)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        self._progress.stop()

"""One run of pytest as a library: arguments in, report out."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

import pytest

from contract_tests.report.model import Report
from contract_tests.runner.progress import Display, display
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
    left_behind: tuple[str, ...] = ()
    """Paths of resources that could not be removed."""


def survey(arguments: Sequence[str]) -> Ended:
    """Survey the target without any check; the report has the survey, and no result of a check."""
    return run(arguments, plugins=(NoChecks(),))


def run(arguments: Sequence[str], workers: int = 1, *, plugins: Sequence[object] = ()) -> Ended:
    os.environ.pop("PYTEST_ADDOPTS", None)  # intended for other runs of pytest
    # hypothesis would otherwise create its cache in the working folder
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(gettempdir()) / "langgraph-check"))
    # a process without work takes some of another one's: the last checks are among the slowest
    distribution = ["-p", "xdist.plugin", "-n", str(workers), "--dist", "worksteal"] if workers > 1 else []
    if workers > 1 and "--contract-fail-fast" in arguments:
        # a worker finishes all items that it has
        distribution = ["-p", "xdist.plugin", "-n", str(workers), "--maxschedchunk=1"]
    shown = display()
    witness = ProgressPlugin(shown)
    shown.start()
    exit_code: int | pytest.ExitCode = pytest.ExitCode.INTERRUPTED
    is_interrupted = True
    try:
        exit_code = pytest.main([*QUIET, *distribution, *arguments], plugins=[witness, *plugins])
        is_interrupted = False
    except KeyboardInterrupt:  # before the first check
        pass
    finally:
        shown.stop()
    collector = witness.collector
    if collector is None:
        return Ended(int(exit_code), None, None, is_interrupted)
    is_interrupted = is_interrupted or collector.is_interrupted
    left_behind = collector.left_behind or ()
    return Ended(int(exit_code), collector.report, collector.gone, is_interrupted, left_behind)


class NoChecks:
    """Plugin that ends a run after the survey, before the collection of checks."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> bool:
        return True


class ProgressPlugin:
    """Plugin that finds the collector and reports its progress to a display."""

    def __init__(self, shown: Display) -> None:
        self.collector: ResultsPlugin | None = None
        self._display = shown

    def pytest_plugin_registered(self, plugin: object) -> None:
        """Find the collector as soon as the target is recognized, hence before the survey."""
        if isinstance(plugin, ResultsPlugin):
            self.collector = plugin

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if session.items:
            self._display.expect(len(session.items))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """Set the total from a worker's collection, since this session has no items."""
        self._display.expect(len(ids))

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Advance after the collector has read the result."""
        if self.collector is not None and report.when == "call":
            for finding in self.collector.take_new_findings():
                self._display.add(finding)
        if report.when == "teardown":
            self._display.advance(report.nodeid.partition("[")[2].removesuffix("]"))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        self._display.clean_up()

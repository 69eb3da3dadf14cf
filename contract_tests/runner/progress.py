"""Progress of a run on standard error: a bar on a terminal, otherwise lines."""

import sys
import time
from contextlib import suppress
from threading import Event, Thread
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from contract_tests.findings.finding import Finding
from contract_tests.report.labels import PROGRESS, named
from contract_tests.report.model import plural
from contract_tests.text.visible import visible

LINE_SECONDS = 15.0
"""Maximum seconds without a line."""


class Display(Protocol):
    """Display of the progress. The total is unknown until the survey has ended."""

    def start(self) -> None: ...
    def expect(self, checks: int) -> None: ...
    def advance(self, name: str) -> None: ...
    def add(self, finding: Finding) -> None: ...
    def clean_up(self) -> None: ...
    def stop(self) -> None: ...


def display() -> Display:
    """Return the display for standard error, even if standard output is redirected."""
    is_terminal = sys.stderr.isatty() and not Console(stderr=True).is_dumb_terminal
    return Bar() if is_terminal else Lines(sys.stderr)


class Bar:
    """Progress bar, which disappears at the end. rich honours `NO_COLOR`."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("checking"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.description}", style="dim", markup=False),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("", total=None)

    def start(self) -> None:
        """Show nothing before the first check, since the target may turn out to be unreachable."""

    def expect(self, checks: int) -> None:
        self._progress.start()
        self._progress.update(self._task, total=checks)

    def advance(self, name: str) -> None:
        self._progress.update(self._task, advance=1, description=name)

    def add(self, finding: Finding) -> None:
        """Print the finding above the bar, unless the report on the same terminal will show it."""
        if not sys.stdout.isatty():
            self._progress.console.print(line_of(finding), markup=False, highlight=False, soft_wrap=True)

    def clean_up(self) -> None:
        self.stop()

    def stop(self) -> None:
        self._progress.stop()


class Lines:
    """Lines for a log: one for each new finding, and one whenever none was due for a while."""

    def __init__(self, stream: TextIO, seconds: float = LINE_SECONDS) -> None:
        self._stream = stream
        self._seconds = seconds
        self._began = time.monotonic()
        self._stage = "surveying the target"
        self._total: int | None = None
        self._done = 0
        self._findings = 0
        self._ended = Event()
        self._clock = Thread(target=self._repeat, name="progress", daemon=True)

    def start(self) -> None:
        self._clock.start()

    def expect(self, checks: int) -> None:
        self._total, self._stage = checks, ""

    def advance(self, name: str) -> None:  # noqa: ARG002 - the bar shows it
        self._done += 1

    def add(self, finding: Finding) -> None:
        self._findings += 1
        self._write(line_of(finding))

    def clean_up(self) -> None:
        self._stage = "removing what the checks created"

    def stop(self) -> None:
        self._ended.set()
        if self._clock.is_alive():
            self._clock.join()

    def _repeat(self) -> None:
        while not self._ended.wait(self._seconds):
            seconds = round(time.monotonic() - self._began)
            self._write(f"{', '.join(self._state())} ({seconds} s)")

    def _state(self) -> list[str]:
        checks = f"{self._done} of {plural(self._total, 'check')}" if self._total is not None else ""
        findings = plural(self._findings, "finding") if checks else ""
        return [each for each in (self._stage, checks, findings) if each]

    def _write(self, text: str) -> None:
        """Write one line. If the reader of standard error is gone, the run continues."""
        with suppress(OSError):
            self._stream.write(f"{PROGRESS}{text}\n")
            self._stream.flush()


def line_of(finding: Finding) -> str:
    """Return the finding on one line."""
    level = "finding" if finding.level == "must" else f"finding ({finding.level})"
    facts = f"expected {finding.expected}, received {finding.received}"
    return " ".join(visible(f"{level}: {named(finding.key)}: {facts}").split())

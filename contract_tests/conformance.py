"""A server held to the contract from within somebody's own tests."""

import subprocess
import sys
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from contract_tests.options.options import Options
from contract_tests.options.pytest_options import arguments
from contract_tests.report import record, terminal
from contract_tests.report.model import Report


class CheckFailed(Exception):
    """There is no verdict; the command says why."""


class DoesNotConform(AssertionError):
    """Says it as the terminal does."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"\n{terminal.render(report)}")
        self.report = report


@dataclass(frozen=True)
class ConformanceTarget:
    url: str
    options: dict[str, Any] = field(default_factory=dict)
    """Fields of `Options`, for every check."""

    def check(self, *checks: str, **options: Any) -> Report:
        """What `langgraph-check` finds: everything, or these checks. Further options are fields of `Options`.

        Raises:
            CheckFailed: the server can't be reached, an option is wrong, or the check broke down.

        """
        given = {**self.options, **options}
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "run.jsonl"
            wanted = Options(**{"checks": checks, "outputs": (file,), **given, "url": self.url})
            said = _checked(wanted)
            if not file.exists():
                raise CheckFailed(said)
            return record.read(file)

    def assert_conforms(self, *checks: str, **options: Any) -> Report:
        """Raises: DoesNotConform, CheckFailed."""
        report = self.check(*checks, **options)
        if report.exit_code:
            raise DoesNotConform(report)
        return report


def _checked(wanted: Options) -> str:
    """Checked in a process of its own: pytest does not run within pytest. What it said on stderr."""
    words = [f"--{each.removeprefix('--contract-')}" for each in arguments(replace(wanted, url=""))]
    workers = ["--workers", str(wanted.workers)]
    command = [sys.executable, "-P", "-m", "langgraph_contract", "check", wanted.url, *words, *workers]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    return run.stderr.strip()

"""Target of the fixture `conformance_target`: a user's server, held to the contract in their own tests."""

import subprocess
import sys
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from contract_tests.options.options import Options
from contract_tests.options.pytest_options import arguments
from contract_tests.report import record, terminal
from contract_tests.report.labels import PROGRESS
from contract_tests.report.model import Report


class CheckFailed(Exception):
    """The check ended without a verdict. The message is that of the command."""


class DoesNotConform(AssertionError):
    """The target has findings. The message is the terminal report."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"\n{terminal.render(report)}")
        self.report = report


@dataclass(frozen=True)
class ConformanceTarget:
    url: str
    options: dict[str, Any] = field(default_factory=dict)
    """Fields of `Options` that apply to every check."""

    def check(self, *checks: str, **options: Any) -> Report:
        """Run all checks, or those given, and return the report. Further options are fields of `Options`.

        Raises:
            CheckFailed: the server can't be reached, an option is invalid, or the check itself failed.

        """
        given = {**self.options, **options}
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "run.jsonl"
            settings = Options(**{"checks": checks, "outputs": (file,), **given, "url": self.url})
            problem = _checked(settings)
            if not file.exists():
                raise CheckFailed(problem)
            return record.read(file)

    def assert_conforms(self, *checks: str, **options: Any) -> Report:
        """Run the checks and return the report.

        Raises:
            DoesNotConform: the exit code of the report is not 0.
            CheckFailed: as for `check`.

        """
        report = self.check(*checks, **options)
        if report.exit_code:
            raise DoesNotConform(report)
        return report


def _checked(options: Options) -> str:
    """Run the check in a new process, because pytest can't run inside pytest, and return its errors."""
    words = [f"--{each.removeprefix('--contract-')}" for each in arguments(replace(options, url=""))]
    workers = ["--workers", str(options.workers)]
    command = [sys.executable, "-P", "-m", "langgraph_contract", "check", options.url, *words, *workers]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    return "\n".join(each for each in run.stderr.splitlines() if not each.startswith(PROGRESS)).strip()

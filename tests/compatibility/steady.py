"""Check a server repeatedly, and verify that findings and verdicts are the same each time.

python tests/compatibility/steady.py [--times 10] -- URL [options of langgraph-check]
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from contract_tests.comparison.model import Comparison
from contract_tests.comparison.sections import sections
from contract_tests.report import record
from contract_tests.report.model import Report

ROOT = Path(__file__).parents[2]


def checked(arguments: tuple[str, ...], file: Path) -> Report:
    file.unlink(missing_ok=True)  # an old record must not count as this run's
    command = [sys.executable, "-m", "contract_tests", *arguments, "--output", file, "--format", "badge"]
    ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    if ended.returncode not in (0, 1):
        raise SystemExit(f"steady: the check itself failed with {ended.returncode}")
    return record.read(file)


@click.command()
@click.option("--times", default=10, show_default=True, help="How often.")
@click.argument("arguments", nargs=-1, required=True)
def main(times: int, arguments: tuple[str, ...]) -> None:
    """Check a server several times, and print the differences from the first run."""
    reports: list[Report] = []
    differing = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(1, times + 1):
            began = time.monotonic()
            reports.append(checked(arguments, Path(folder) / "run.jsonl"))
            comparison = Comparison(reports[0], reports[-1])
            is_same = not (comparison.new or comparison.repaired or comparison.unseen or comparison.shifts)
            differing += not is_same
            seconds = time.monotonic() - began
            click.echo(f"{number}. {len(reports[-1].problems)} findings, {seconds:.0f} s: {comparison.word}")
            for section in sections(comparison) if not is_same else ():
                for row in section.rows:
                    click.echo(f"   {section.title}: {': '.join(filter(None, row))}")
    click.echo(f"{times - differing} of {times} runs are the same")
    sys.exit(differing > 0)


if __name__ == "__main__":
    main()

"""Check the available servers against the contract, and write docs/compatibility.md.

    python tests/compatibility/run.py [--only NAME] [--keep FILE.jsonl] [--read]

Starts the reference server (from PyPI) and the JavaScript server (from npm), each with our graphs, and
checks it. Of servers that it can't start it reads records. Prints the findings without an entry in
verified.yaml and the entries without a finding; exit 1 if there are any.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import click
import page
from evidence import cause_of, causes, gone
from servers import Server, known

from contract_tests.report import record
from contract_tests.report.model import Report

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "compatibility.md"
OWNERS = ("--header", "x-api-key: alice", "--other-header", "x-api-key: bob")


def say(text: str) -> None:
    print(f"compatibility: {text}", flush=True)


def checked(server: Server, keep: Path | None, workers: int) -> Report:
    assert server.started is not None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "record.jsonl"
        with server.started() as url:
            say(f"checking {server.name}")
            command = [sys.executable, "-m", "contract_tests", url, *OWNERS, "--workers", str(workers)]
            options = ["--format", "badge", "--output", file]
            ended = subprocess.run([*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
        if ended.returncode not in (0, 1):
            raise SystemExit(f"compatibility: the check itself failed with {ended.returncode}")
        if keep:
            keep.write_text(file.read_text())
        return record.read(file)


def unverified(server: Server, report: Report) -> bool:
    """Print the differences between findings and verified entries, and return whether there are any."""
    entries, findings = causes(server.name), [each.finding for each in report.problems]
    if not entries:
        return False
    new = [each for each in findings if cause_of(each, entries) is None]
    for each in new:
        say(f"{server.name}: not verified: {each.check} of {each.operation} {each.pointer}")
        print(*each.replay, sep="\n")
    old = list(gone(entries, findings))
    for name in old:
        say(f"{server.name}: verified, but not found any more: {name}")
    return bool(new or old)


@click.command(help=__doc__)
@click.option(
    "--only",
    type=click.Choice([each.name for each in known()]),
    help="Check or read this one; of the others all stays.",
)
@click.option(
    "--keep", type=click.Path(path_type=Path), help="Keep the records, as FILE-reference.jsonl and so on."
)
@click.option("--read", is_flag=True, help="Read the records that were kept, instead of checking.")
@click.option("--workers", default=4, help="Processes to check with.")
def main(*, only: str | None, keep: Path | None, read: bool, workers: int) -> None:
    servers = known()
    rows, sections = page.former(PAGE.read_text() if PAGE.exists() else "", servers)
    differs = False
    for server in servers:
        kept = keep and keep.with_stem(f"{keep.stem}-{server.name}")
        is_there = server.started is not None if not read else kept is not None and kept.exists()
        if only in (None, server.name) and is_there:
            report = record.read(kept) if read and kept else checked(server, kept, workers)
            rows |= {server.name: page.row(server, report)}
            sections |= {server.name: page.section(server, report, causes(server.name))}
            differs |= unverified(server, report)
    PAGE.write_text(page.whole(rows, sections, servers))
    say(f"written: {PAGE.relative_to(ROOT)}")
    sys.exit(differs)


if __name__ == "__main__":
    main()

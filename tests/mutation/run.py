"""Run the checks on every mutant, and write docs/blind-spots.md.

    python tests/mutation/run.py [--kind "lost filter"] [--operation search_threads] [--sample 100]
        [--missed] [--results FILE] [--keep]

Exit 1 if fewer than 95 % of the visible defects are caught, of all or of a kind about requests. A run of some
kinds, of an operation or of the missed ones does not write the page. `--results` keeps what was measured: it
is not measured again, and a page has the results of several runs. `--keep` writes the page in any case, with
its present results of what is not measured.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from contract_tests.contract import load  # noqa: E402 - found on the path set above
from mutation import constraints, page, refusals  # noqa: E402
from mutation.hunt import Hunted, Hunter, hunter  # noqa: E402
from mutation.mutant import Mutant  # noqa: E402
from mutation.mutants import mutants, sampled  # noqa: E402
from mutation.reasons import Reasons  # noqa: E402
from mutation.tally import Tally  # noqa: E402

PAGE = TESTS.parent / "docs" / "blind-spots.md"

ENOUGH = 0.95
"""Required share of caught defects among the visible ones."""

HELD = (constraints.KIND, refusals.FIELD, refusals.VALUE)
"""Kinds that have to reach this share alone: the contract names each of their defects."""

hunters: list[Hunter] = []
"""The hunter of this process, created once because that takes seconds."""

opened = ExitStack()


def begin() -> None:
    hunters.append(opened.enter_context(hunter()))


def hunt(number: int) -> Hunted:
    [own] = hunters
    return own.hunt(own.mutants[number])


def hunted(numbers: Sequence[int], workers: int) -> Iterator[Hunted]:
    with ProcessPoolExecutor(workers, get_context("spawn"), begin) as pool:
        yield from pool.map(hunt, numbers, chunksize=4)


def chosen(all_: Sequence[Mutant], kinds: Sequence[str], operation: str, sample: int) -> list[int]:
    """Return the numbers of the mutants of these kinds, or of a random sample of each kind."""
    names = {each.name for each in sampled(all_, lambda _kind: sample or None)}
    return [
        number
        for number, each in enumerate(all_)
        if (not kinds or each.kind in kinds) and operation in {"", each.operation} and each.name in names
    ]


def previous(results: Path | None) -> dict[str, Hunted]:
    """Return the results in the file by name."""
    lines = results.read_text("utf-8").splitlines() if results and results.exists() else []
    known = (Hunted(**json.loads(line)) for line in lines)
    return {each.name: each for each in known}


def kept(each: Hunted, results: Path | None) -> Hunted:
    """Append the result to the file, and return it."""
    if results:
        with results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(each)) + "\n")
    return each


@click.command()
@click.option("--kind", "kinds", multiple=True, help="Only this kind. Repeatable.")
@click.option("--operation", default="", help="Only this operation.")
@click.option("--sample", default=0, help="Only so many of each kind, chosen at random.")
@click.option("--missed", is_flag=True, help="Only those that the page lists as missed.")
@click.option("--keep", is_flag=True, help="Write the page, and keep its results of all others.")
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--results", type=click.Path(path_type=Path), help="File with results; none is measured again.")
def main(
    *,
    kinds: tuple[str, ...],
    operation: str,
    sample: int,
    missed: bool,
    keep: bool,
    workers: int,
    results: Path | None,
) -> None:
    """Run the checks on generated defects of the mock, and count the defects that are caught."""
    all_ = mutants(load())
    before = previous(results)
    wanted = chosen(all_, kinds, operation, sample)
    if missed:
        listed = page.missed(PAGE.read_text("utf-8"))
        wanted = [number for number in wanted if all_[number].name in listed]
    numbers = [number for number in wanted if all_[number].name not in before]
    progress = Console(stderr=True)
    measured: Iterable[Hunted] = track(
        hunted(numbers, workers),
        "hunting",
        total=len(numbers),
        console=progress,
        disable=not progress.is_terminal,
    )
    kept_before = page.results(PAGE.read_text("utf-8"), all_) if keep else {}
    known = kept_before | before | {each.name: kept(each, results) for each in measured}
    tally = Tally(tuple(known[each.name] for each in all_ if each.name in known), Reasons.load())
    is_page = keep or (not kinds and not operation and not missed)
    is_whole = len(tally.hunted) == len(all_)
    Console(highlight=False).print(page.table(tally))
    for each in tally.unexplained:
        click.echo(f"missed, and no reason is known: {each.name}")
    for pattern in tally.idle if is_whole else ():
        click.echo(f"a reason for nothing that is missed: {pattern}")
    if is_page:
        PAGE.write_text(page.render(tally, Counter(each.kind for each in all_)), "utf-8")
    held = [tally.total, *(count for count in tally.kinds if count.kind in HELD)]
    sys.exit(any(count.share < ENOUGH for count in held))


if __name__ == "__main__":
    main()

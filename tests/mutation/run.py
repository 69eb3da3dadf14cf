"""Run the checks on every mutant, and write docs/blind-spots.md.

    python tests/mutation/run.py [--kind "lost filter"] [--operation search_threads] [--sample 100]

Exit 1 if fewer than 95 % of the visible defects are caught. A partial run does not write the page.
"""

import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from contract_tests.contract import load  # noqa: E402 - found on the path set above
from mutation import page  # noqa: E402
from mutation.hunt import Hunted, Hunter, hunter  # noqa: E402
from mutation.mutant import Mutant  # noqa: E402
from mutation.mutants import mutants  # noqa: E402
from mutation.reasons import Reasons  # noqa: E402
from mutation.tally import Tally  # noqa: E402

PAGE = TESTS.parent / "docs" / "blind-spots.md"

ENOUGH = 0.95
"""Required share of caught defects among the visible ones."""

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


def chosen(all_: Sequence[Mutant], kind: str, operation: str, sample: int, seed: int) -> list[int]:
    numbers = [
        number
        for number, each in enumerate(all_)
        if kind in {"", each.kind} and operation in {"", each.operation}
    ]
    if not sample or sample >= len(numbers):
        return numbers
    return sorted(random.Random(seed).sample(numbers, sample))  # noqa: S311 - must be reproducible


@click.command()
@click.option("--kind", default="", help="Only this kind.")
@click.option("--operation", default="", help="Only this operation.")
@click.option("--sample", default=0, help="Only so many, chosen at random.")
@click.option("--seed", default=0, help="Of the choice.")
@click.option("--workers", default=2, show_default=True, help="Processes.")
def main(kind: str, operation: str, sample: int, seed: int, workers: int) -> None:
    """Run the checks on generated defects of the mock, and count the defects that are caught."""
    all_ = mutants(load())
    numbers = chosen(all_, kind, operation, sample, seed)
    progress = Console(stderr=True)
    known: Iterable[Hunted] = track(
        hunted(numbers, workers),
        "hunting",
        total=len(numbers),
        console=progress,
        disable=not progress.is_terminal,
    )
    tally = Tally(tuple(known), Reasons.load())
    whole = len(numbers) == len(all_)
    Console(highlight=False).print(page.table(tally))
    for each in tally.unexplained:
        click.echo(f"missed, and no reason is known: {each.name}")
    for pattern in tally.idle if whole else ():
        click.echo(f"a reason for nothing that is missed: {pattern}")
    if whole:
        PAGE.write_text(page.render(tally), "utf-8")
    sys.exit(tally.total.share < ENOUGH)


if __name__ == "__main__":
    main()

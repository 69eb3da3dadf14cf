"""All mutants, grouped by kind of defect, each group in the order of the contract."""

import random
from collections.abc import Iterator, Sequence

from contract_tests.contract import Contract
from contract_tests.validation.request import Validity
from mutation import bodies, constraints, heads, reading, refusals, streams
from mutation.mutant import Mutant


def mutants(contract: Contract) -> tuple[Mutant, ...]:
    validity = Validity(contract)
    return (
        *bodies.mutants(contract, validity),
        *heads.mutants(contract),
        *streams.mutants(contract),
        *reading.mutants(contract),
        *refusals.mutants(contract, validity),
        *constraints.mutants(contract, validity),
    )


def sampled(all_: Sequence[Mutant], sample: int) -> Iterator[Mutant]:
    """Yield so many mutants of each kind, always the same ones; all if `sample` is 0 or a kind has fewer."""
    for kind in dict.fromkeys(each.kind for each in all_):
        own = [each for each in all_ if each.kind == kind]
        random.Random(0).shuffle(own)  # noqa: S311 - must repeat
        yield from own[: sample or None]

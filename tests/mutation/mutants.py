"""All mutants, grouped by kind of defect, each group in the order of the contract."""

import random
from collections.abc import Callable, Iterator, Sequence

from contract_tests.contract import Contract
from contract_tests.validation.request import Validity
from mutation import bodies, commands, constraints, heads, owners, reading, refusals, streams
from mutation.mutant import Mutant


def mutants(contract: Contract) -> tuple[Mutant, ...]:
    validity = Validity(contract)
    return (
        *bodies.mutants(contract, validity),
        *heads.mutants(contract),
        *streams.mutants(contract),
        *reading.mutants(contract, validity),
        *owners.mutants(contract),
        *commands.mutants(contract, validity),
        *refusals.mutants(contract, validity),
        *constraints.mutants(contract, validity),
    )


def sampled(all_: Sequence[Mutant], sizes: Callable[[str], int | None]) -> Iterator[Mutant]:
    """Yield so many mutants of each kind, or all for `None`. A larger sample contains the smaller one."""
    for kind in dict.fromkeys(each.kind for each in all_):
        own = [each for each in all_ if each.kind == kind]
        random.Random(0).shuffle(own)  # noqa: S311 - must repeat
        yield from own[: sizes(kind)]

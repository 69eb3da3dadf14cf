"""All mutants, grouped by kind of defect, each group in the order of the contract."""

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

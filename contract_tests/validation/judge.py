"""What judges responses: a function, so that checks need not know openapi-core."""

from collections.abc import Callable, Sequence

from contract_tests.client.exchange import Exchange
from contract_tests.findings.finding import Violation

Judge = Callable[[Exchange], Sequence[Violation]]
"""Return what the contract's description of a response finds wrong in it."""

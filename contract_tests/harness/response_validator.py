"""Validation of the responses that a check receives."""

from collections.abc import Sequence
from dataclasses import dataclass

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Operation
from contract_tests.findings.finding import InvalidResponse, Violation
from contract_tests.harness.run_context import RunContext


@dataclass(frozen=True)
class ResponseValidator:
    run_context: RunContext
    operation: Operation
    """Operation under test."""
    invalid: list[InvalidResponse]
    """Invalid responses so far."""

    def validate(self, exchange: Exchange) -> Sequence[Violation]:
        """Validate a response, and record it if it is invalid."""
        violations = self.run_context.validate(exchange)
        if violations:
            self.invalid.append(InvalidResponse(exchange, violations))
        return violations

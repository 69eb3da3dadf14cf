"""Validation of the responses that a check receives."""

from collections.abc import Sequence
from dataclasses import dataclass

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Operation
from contract_tests.findings.finding import Blocked, InvalidResponse, Violation
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
        if violations and self._lacks(exchange):
            raise Blocked(f"the target lacks {exchange.operation_id}", exchange)
        if violations:
            self.invalid.append(InvalidResponse(exchange, violations))
        return violations

    def _lacks(self, exchange: Exchange) -> bool:
        """Return whether the target lacks the operation, which is the subject of other checks."""
        asked = self.run_context.contract.by_id.get(exchange.operation_id or "", self.operation)
        is_other = asked.feature is not None and asked.id != self.operation.id
        return is_other and exchange.is_missing and exchange.status not in asked.responses

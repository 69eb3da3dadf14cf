"""Requirement that the target has an operation, by the survey: no check guesses it from a failure."""

from contract_tests.contract import Contract, Operation
from contract_tests.findings.finding import OPERATION_EXISTS, Blocked, NotOffered, Skipped
from contract_tests.findings.survey import Survey

BY_VALUE = "an authorization handler may allow only some values"
"""Reason for which a target may forbid or hide our items of the store."""


def require_operation(operation: Operation, survey: Survey, contract: Contract) -> None:
    """Require that the target has the operation under test.

    Raises:
        NotOffered: the target lacks it, or all other operations of its feature.
        Skipped: the target forbids it to these credentials.

    """
    if survey.is_missing(operation.id):
        raise NotOffered(f"the target lacks {operation}")
    if operation.feature and _lacks_feature(operation, survey, contract):
        raise NotOffered(f"the target lacks the feature {operation.feature}")
    _require_permission(operation, survey)


def require_prerequisite(
    operation: Operation, survey: Survey, may_lack: frozenset[str] = frozenset()
) -> None:
    """Require an operation that a check needs in addition to the one under test.

    Raises:
        NotOffered: the target lacks it, and may do so.
        Blocked: the target lacks it. Unless it belongs to a feature, a finding says so.
        Skipped: the target forbids it to these credentials.

    """
    if survey.is_missing(operation.id):
        if operation.id in may_lack:
            raise NotOffered(f"the target lacks {operation}, which it need not offer")
        if operation.feature:
            raise Blocked(f"{operation}: the target lacks it")
        raise Blocked.by_finding(OPERATION_EXISTS, operation, "the target lacks it")
    _require_permission(operation, survey)


def _require_permission(operation: Operation, survey: Survey) -> None:
    if survey.offer(operation.id).availability == "forbidden":
        by_value = f": {BY_VALUE}" if operation.area == "store" else ""
        raise Skipped(f"the target forbids {operation} to these credentials{by_value}")


def _lacks_feature(operation: Operation, survey: Survey, contract: Contract) -> bool:
    """Return whether the target has no operation of the feature that can succeed."""
    group = [each for each in contract.operations if each.feature == operation.feature and each.success]
    return bool(group) and all(survey.is_missing(each.id) for each in group)

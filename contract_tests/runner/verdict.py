"""Verdict of a check: the only place where an exception becomes a verdict.

| the check                                          | verdict                              |
|----------------------------------------------------|--------------------------------------|
| ended without an exception                         | pass                                 |
| raised an `Inconclusive`                           | the one of the exception             |
| ran out of time                                    | incomplete                           |
| got an invalid response and could not continue     | blocked                         |
| found its requirement broken                       | fail, with a finding                 |
| ... because of an invalid response                 | blocked: `shape.*` reports it   |
| ... but has no requirement to cite                 | blocked                         |
| raised another exception after an invalid response | blocked                         |
| raised another exception                           | error: it is our own fault           |

Then the findings are held against what the target offers. A finding of the check itself makes the verdict
`fail`. If none remains and the target lacks or forbids an operation that the check used, this is the verdict.
"""

import traceback
from collections.abc import Callable, Sequence

from contract_tests.client.target import OutOfTime, Unreachable
from contract_tests.findings.finding import (
    Finding,
    InvalidResponse,
    NoVerdict,
    Outcome,
    RequirementNotMet,
    Verdict,
)
from contract_tests.generation.probe import MISSING_STATUSES, without_missing_operations
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.finding_builder import FindingBuilder
from contract_tests.validation.response import violation

Ruling = tuple[Verdict, str]
"""Verdict and its reason."""

Cite = Callable[[RequirementNotMet], Finding]
"""Function that returns the finding for a broken requirement."""


def end_of(act: Callable[[], None]) -> Exception | None:
    """Call the function and return the exception that ended it. Only an unreachable target raises."""
    try:
        act()
    except Unreachable:
        raise
    except Exception as end:  # noqa: BLE001 - any unknown exception is our own fault and is reported
        return end
    return None


def verdict_of(end: Exception) -> Ruling:
    """Return the verdict for an exception, as far as it depends on nothing else."""
    match end:
        case NoVerdict():
            return end.verdict, str(end)
        case OutOfTime():
            return Verdict.INCOMPLETE, str(end)
        case InvalidResponse():
            return Verdict.BLOCKED, str(end)
    return Verdict.ERROR, "".join(traceback.format_exception(end, limit=-3))


def outcome(
    ctx: CheckContext,
    end: Exception | None,
    *,
    found: Sequence[Finding] = (),
    cite: Cite | None = None,
    is_required: bool = False,
) -> Outcome:
    """Return the outcome of a check that was ended by `end`, or by nothing.

    `found` are the findings that it made before; `cite` makes one of a broken requirement. If `is_required`,
    a missing operation is a finding.
    """
    (verdict, reason), broken = _ruling_on(ctx, end, cite)
    own = (*found, *broken)
    findings = (*own, *FindingBuilder(ctx).invalid_response)
    lacking = None
    if findings or verdict is Verdict.BLOCKED:
        findings, lacking = without_missing_operations(ctx, findings)
    if lacking is not None:
        verdict, reason = lacking.verdict, str(lacking)
    if verdict is Verdict.NOT_OFFERED and is_required:
        missing = _missing(ctx)
        own, findings = (*own, *missing), (*findings, *missing)
    if any(each is one for each in own for one in findings):
        verdict, reason = Verdict.FAIL, ""
    return Outcome(verdict, FindingBuilder(ctx).repeatable(reason), findings, tuple(ctx.exchanges))


def _ruling_on(
    ctx: CheckContext, end: Exception | None, cite: Cite | None
) -> tuple[Ruling, tuple[Finding, ...]]:
    """Return the verdict for the exception, and the finding that it stands for."""
    if end is None:
        return (Verdict.PASS, ""), ()
    broken = end if isinstance(end, RequirementNotMet) else _misread(ctx, end)
    if broken is not None:
        explained = next((each for each in ctx.wrong if each.explains(broken)), None)
        if explained is None and cite is not None:
            return (Verdict.FAIL, ""), (cite(broken),)
        return (Verdict.BLOCKED, str(explained or broken)), ()
    verdict, reason = verdict_of(end)
    if verdict is Verdict.ERROR and ctx.wrong:
        verdict, reason = Verdict.BLOCKED, str(ctx.wrong[0])
    return (verdict, reason), ()


def _misread(ctx: CheckContext, end: Exception) -> RequirementNotMet | None:
    """Return the violation if the check read something that a response lacks."""
    is_known = isinstance(end, NoVerdict | OutOfTime | InvalidResponse)
    return None if is_known else FindingBuilder(ctx).unexpected_shape(end)


def _missing(ctx: CheckContext) -> tuple[Finding, ...]:
    """Return the finding for the operation under test, if its response shows that the target lacks it."""
    own = (each for each in ctx.exchanges if each.operation_id == ctx.operation.id)
    refused = next((each for each in own if each.status in MISSING_STATUSES), None)
    if refused is None:
        return ()
    lacking = violation("shape.operation_exists", "the operation", refused.summary)
    return (FindingBuilder(ctx).invalid_response_finding(lacking, refused),)

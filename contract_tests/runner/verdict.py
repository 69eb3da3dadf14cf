"""Verdict of a check: the only place where an exception becomes a verdict.

| the check                                           | verdict                                          |
|-----------------------------------------------------|--------------------------------------------------|
| ended without an exception                          | pass                                             |
| raised a `NoVerdict`                                | the one of the exception                         |
| ran out of time                                     | incomplete                                       |
| found its requirement broken                        | fail, with a finding                             |
| ... after a rate limit delayed it beside a stream   | skip: the events may have come earlier           |
| ... because of an invalid response                  | blocked: the finding of the response explains it |
| sent a valid request that was rejected              | fail, with a finding that names the field        |
| ... of another operation, as a prerequisite         | blocked by the finding of that operation         |
| sees its credentials refused, which worked before   | incomplete, with a finding                       |
| ended with a server error of its own operation      | fail, with a finding                             |
| ... to which all valid requests end in one          | blocked by the finding of the response           |
| ended with another invalid response                 | blocked by its finding                           |
| raised another exception after an invalid response  | blocked by the finding of the latest one         |
| raised another exception                            | error: it is our own fault                       |

A finding is never withdrawn: it remains, however the check ends later.
"""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.client.target import CredentialsExpired, OutOfTime, Unreachable
from contract_tests.findings.evidence import is_sent_by_no_client
from contract_tests.findings.finding import (
    OPERATION_EXISTS,
    SUCCESS,
    WITHOUT_ERROR,
    Blocked,
    Blocker,
    Finding,
    InvalidResponse,
    Level,
    NoVerdict,
    Outcome,
    RequestRefused,
    RequirementNotMet,
    Skipped,
    Verdict,
)
from contract_tests.findings.replay import ANY_UUID, without_ids
from contract_tests.findings.survey import Offer
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.finding_builder import FindingBuilder
from contract_tests.runner.catalogue import PARAMETER
from contract_tests.runner.rejected_field import rejected_field
from contract_tests.text.visible import one_line
from contract_tests.validation.requirements import violation

ANY_ID = "00000000-0000-4000-8000-000000000000"
"""Value of the path's parameters in the replay of a missing operation."""

FAIL = Outcome(Verdict.FAIL)

DELAYED = "a rate limit of the target delayed a request while a stream was open"

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


def verdict_of(end: Exception) -> Outcome:
    """Return the outcome for an exception, as far as it depends on nothing else."""
    match end:
        case NoVerdict():
            by = end.by if isinstance(end, Blocked) else ()
            return Outcome(end.verdict, str(end), blocked_by=by)
        case OutOfTime():
            return Outcome(Verdict.INCOMPLETE, str(end))
        case InvalidResponse():
            return Outcome(Verdict.BLOCKED, str(end))
    return Outcome(Verdict.ERROR, "".join(traceback.format_exception(end, limit=-3)))


def outcome(
    ctx: CheckContext,
    end: Exception | None,
    *,
    found: Sequence[Finding] = (),
    cite: Cite | None = None,
) -> Outcome:
    """Return the outcome of a check that was ended by `end`, or by nothing.

    `found` are the findings that it made before; `cite` makes one of a broken requirement.
    """
    ruling, own, others = _ruling_on(ctx, end, cite)
    own = (*found, *own)
    if own and ruling.verdict not in {Verdict.INCOMPLETE, Verdict.ERROR}:
        ruling = FAIL
    findings = (*own, *others, *FindingBuilder(ctx).invalid_response)
    # Of those with one key, a request that clients send tells more.
    order = list(dict.fromkeys(each.key for each in reversed(findings)))[::-1]
    chosen = {each.key: each for each in sorted(findings, key=is_sent_by_no_client)[::-1]}
    unique = tuple(chosen[key] for key in order)
    reason = FindingBuilder(ctx).repeatable(ruling.reason)
    return replace(ruling, reason=reason, findings=unique, exchanges=tuple(ctx.exchanges))


Findings = tuple[Finding, ...]


def _ruling_on(
    ctx: CheckContext, end: Exception | None, cite: Cite | None
) -> tuple[Outcome, Findings, Findings]:
    """Return the outcome for the exception, and the findings that it stands for: own and other ones."""
    if end is None:
        return Outcome(Verdict.PASS), (), ()
    if isinstance(end, RequestRefused):
        return _refused(ctx, end.exchange, cite)
    if isinstance(end, CredentialsExpired):
        return Outcome(Verdict.INCOMPLETE, str(end)), (), (_expired(ctx, end),)
    crash = _crash(ctx, end) if cite is not None else None
    broken = end if isinstance(end, RequirementNotMet) else crash or _misread(ctx, end)
    if broken is not None:
        return _broken(ctx, broken, cite, is_crash=crash is not None)
    ruling = verdict_of(end)
    if isinstance(end, Skipped | Blocked) and end.exchange is not None:
        ruling = replace(ruling, reason=_without_ids(ctx, end.reason, end.exchange))
    if ruling.verdict in {Verdict.ERROR, Verdict.BLOCKED} and ctx.wrong and not isinstance(end, Blocked):
        ruling = _blocked_by(ctx, end if isinstance(end, InvalidResponse) else ctx.wrong[-1])
    return ruling, (), ()


def _broken(
    ctx: CheckContext, broken: RequirementNotMet, cite: Cite | None, *, is_crash: bool
) -> tuple[Outcome, Findings, Findings]:
    """Return the finding for a broken requirement, unless a rate limit or an invalid response explains it."""
    if ctx.is_delayed and not is_crash:
        return Outcome(Verdict.SKIP, DELAYED), (), ()
    explained = None if is_crash else next((each for each in ctx.wrong if each.explains(broken)), None)
    if explained is not None:
        return _blocked_by(ctx, explained), (), ()
    if cite is not None:
        return FAIL, (cite(broken),), ()
    return Outcome(Verdict.BLOCKED, str(broken)), (), ()


def _refused(ctx: CheckContext, exchange: Exchange, cite: Cite | None) -> tuple[Outcome, Findings, Findings]:
    """Return the finding for a valid request that was rejected: of this check, or of another operation."""
    operation = ctx.run_context.contract.by_id.get(exchange.operation_id or "", ctx.operation)
    field = rejected_field(ctx.run_context, operation, exchange)
    pointer = field.pointer if field else ""
    expected = field.expected if field else f"{SUCCESS}the contract allows this request"
    received = exchange.summary if not exchange.ok else f"{exchange.status} {one_line(exchange.parsed)}"
    if operation.id == ctx.operation.id and cite is not None:
        return (
            FAIL,
            (cite(RequirementNotMet(expected, received, exchange, pointer)),),
            (),
        )
    invalid = next((each for each in ctx.wrong if each.exchange.request is exchange.request), None)
    is_documented = exchange.status in operation.responses
    if invalid is not None and not is_documented and field is None:  # reported as such
        return _blocked_by(ctx, invalid), (), ()
    if exchange.status == HTTPStatus.NOT_FOUND and _names_ids_of_the_target(ctx, exchange):
        # The response with the id may be the wrong one; a check of that operation decides.
        reason = f"{operation} does not find what the target named: {exchange.summary}"
        by = (Blocker("shape.accepts_valid", operation.id),)
        return Outcome(Verdict.BLOCKED, reason, blocked_by=by), (), ()
    rejection = replace(violation("shape.accepts_valid", expected, received), pointer=pointer)
    found = FindingBuilder(ctx).invalid_response_finding(rejection, exchange)
    place = f" at {pointer}" if pointer else ""
    reason = f"blocked by shape.accepts_valid on {operation}{place}: {received}"
    blocker = Blocker(found.check, operation.id, exchange.status, pointer)
    return Outcome(Verdict.BLOCKED, reason, blocked_by=(blocker,)), (), (found,)


def _without_ids(ctx: CheckContext, reason: str, exchange: Exchange) -> str:
    """Return the reason with the operation in place of the path, so that a report lists it once."""
    operation = ctx.run_context.contract.by_id.get(exchange.operation_id or "")
    place = f"{operation} -> {exchange.status or 'no response'}" if operation else str(exchange)
    return f"{reason} ({place})"


def _names_ids_of_the_target(ctx: CheckContext, exchange: Exchange) -> bool:
    """Return whether the path has an id that another response of the target gave."""
    segments = exchange.request.path.partition("?")[0].split("/")
    return any(ANY_UUID.fullmatch(each) and each not in ctx.issued for each in segments)


def _blocked_by(ctx: CheckContext, invalid: InvalidResponse) -> Outcome:
    operation = ctx.run_context.contract.by_id.get(invalid.exchange.operation_id or "", ctx.operation)
    checks = sorted({each.check for each in invalid.violations})
    reason = f"blocked by {', '.join(checks)} on {operation}: {invalid.exchange.summary}"
    status = invalid.exchange.status
    places = sorted({(each.check, without_ids(each.pointer)) for each in invalid.violations})
    blocked_by = tuple(Blocker(check, operation.id, status, pointer) for check, pointer in places)
    return Outcome(Verdict.BLOCKED, reason, blocked_by=blocked_by)


def _expired(ctx: CheckContext, end: CredentialsExpired) -> Finding:
    """Return the one finding of a run whose credentials expired."""
    expected = "the credentials are accepted until the end of the run"
    expired = violation("shape.credentials", expected, end.exchange.summary)
    operation = ctx.run_context.contract.by_id["get_thread"]
    return FindingBuilder(ctx).finding(expired, end.exchange, operation)


def _misread(ctx: CheckContext, end: Exception) -> RequirementNotMet | None:
    """Return the violation if the check read something that a response lacks."""
    is_known = isinstance(end, NoVerdict | OutOfTime | InvalidResponse)
    return None if is_known else FindingBuilder(ctx).unexpected_shape(end)


def _crash(ctx: CheckContext, end: Exception) -> RequirementNotMet | None:
    """Return the violation if the operation under test works, but the request ended in a server error."""
    if not isinstance(end, InvalidResponse) or end.exchange.operation_id != ctx.operation.id:
        return None
    works = ctx.run_context.survey.offer(ctx.operation.id).availability != "broken"
    is_crash = end.exchange.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return (
        RequirementNotMet(WITHOUT_ERROR, end.exchange.summary, end.exchange) if is_crash and works else None
    )


def missing(ctx: CheckContext, offer: Offer, *, is_required: bool) -> Finding:
    """Return the finding for an operation that the target lacks, by the survey."""
    missing = violation(OPERATION_EXISTS, "the operation", offer.response)
    target = ctx.run_context.target
    path = PARAMETER.sub(ANY_ID, ctx.operation.path)
    request = Request(ctx.operation.method, f"{target.url}{path}", target.identities[0], base=target.url)
    seen = Exchange(ctx.operation.id, request, Response(offer.status))
    level: Level = "must" if is_required else "should"
    return FindingBuilder(ctx).finding(replace(missing, level=level), seen, ctx.operation)

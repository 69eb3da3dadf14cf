"""Roots of findings about requests that are invalid on purpose."""

from http import HTTPStatus

from contract_tests.contract import Operation
from contract_tests.findings.evidence import (
    ERRORS,
    REJECTS_INVALID,
    UNPROCESSABLE,
    Context,
    has_error_status,
    requested_field,
    requires_rejection,
)
from contract_tests.findings.finding import REFUSAL, Finding
from contract_tests.findings.root import Root

BODY_CHECKS = "resources.body."
"""Beginning of the ids of checks of bodies that are not valid."""

OF_UNKNOWN = ("runs.unknown_assistant", "runs.unknown_graph")
"""Checks of runs of unknown assistants and graphs."""

REFUSALS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)

MALFORMED_ID = "malformed_id"
"""End of the ids of checks with an id that is not a UUID."""

NO_BODY = ("resources.body.empty", f"{REFUSAL}the body is missing")
"""Check, and expectation of a generated request, without a body."""


def rejected_invalid(finding: Finding, _: Operation | None, _context: Context) -> Root | None:
    """Return the root of an invalid request that is rejected with another status than the documented one."""
    is_general = requires_rejection(finding) and finding.exchange.status == HTTPStatus.BAD_REQUEST
    status = finding.exchange.status
    is_other = finding.check == "shape.status" and finding.level != "must" and status not in REFUSALS
    if not is_general and not is_other:
        return None
    known = " instead of 422" if UNPROCESSABLE in finding.expected else ", which is not documented"
    return Root(("other status", status, known), f"Invalid requests are rejected with {status}{known}")


def malformed_id(finding: Finding, _: Operation | None, _context: Context) -> Root | None:
    is_path = finding.check == REJECTS_INVALID and finding.pointer.startswith("/path/")
    if finding.is_refusal or (not is_path and not finding.check.endswith(f".{MALFORMED_ID}")):
        return None
    return Root((MALFORMED_ID,), "Ids that are not valid UUIDs are not rejected with 422")


def runs_anything(finding: Finding, _: Operation | None, _context: Context) -> Root | None:
    """Return the root of runs of unknown assistants and graphs: a name may be that of either."""
    if finding.check not in OF_UNKNOWN or has_error_status(finding):
        return None
    return Root(("runs anything",), "Runs of assistants and graphs that do not exist are accepted")


def accepted_body(finding: Finding, _: Operation | None, _context: Context) -> Root | None:
    """Return the root of a request without a body, or with one that is not an object, that is accepted."""
    is_check = finding.check.startswith(BODY_CHECKS) and ERRORS.fullmatch(finding.expected)
    is_body = is_check or (finding.check == REJECTS_INVALID and finding.pointer == "/body")
    if has_error_status(finding) or not is_body:
        return None
    if finding.check in NO_BODY or finding.expected in NO_BODY:
        return Root((REJECTS_INVALID, "no body"), "Empty bodies are accepted where a body is required")
    return Root((REJECTS_INVALID, "body"), "Bodies that are not JSON objects are accepted")


def accepted_value(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root of a semantic check that requires an invalid value of a field to be rejected."""
    field = requested_field(finding)
    is_accepted = requires_rejection(finding) and not has_error_status(finding)
    if not field or not is_accepted or context.is_lax:
        return None
    return accepts(field, context)


def accepts(field: str, context: Context) -> Root:
    if context.is_lax:
        return Root((REJECTS_INVALID, "many"), "Invalid values of many fields are accepted")
    return Root(("accepts", field), f"Invalid values of `{field}` are accepted")


def rejects_invalid(finding: Finding, _: frozenset[str]) -> Root:
    return Root((finding.check,), "Invalid requests are accepted")

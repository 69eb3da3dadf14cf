"""Roots of findings: which change of the target fixes a finding, by the finding and what others show."""

from collections.abc import Mapping
from http import HTTPStatus

from contract_tests.contract import Operation
from contract_tests.findings import response_roots, shared_roots
from contract_tests.findings.error_shape import is_sent_as_a_success
from contract_tests.findings.evidence import (
    COUNT,
    HEADER,
    REJECTS_INVALID,
    Context,
    family_of,
    has_error_status,
    is_renamed_item,
    requested_field,
    requires_rejection,
    text_of,
)
from contract_tests.findings.finding import OPERATION_EXISTS, Finding
from contract_tests.findings.invalid_request_roots import (
    BODY_CHECKS,
    accepted_body,
    accepted_value,
    malformed_id,
    rejected_invalid,
    rejects_invalid,
    runs_anything,
)
from contract_tests.findings.left_out_null import is_about_a_left_out_null
from contract_tests.findings.rejection_roots import about_a_field, about_a_status, refusal, server_error
from contract_tests.findings.replay import READING
from contract_tests.findings.request_fields import body_fields, fields_in, needs_body, quoted_fields
from contract_tests.findings.root import Root, not_met
from contract_tests.findings.security_roots import ISOLATION, is_reading, root_of_a_stranger
from contract_tests.findings.wrapped_messages import wrapping_field

LOST_ASSISTANT = ("resources.create.stored", "create_assistant")

FORBIDDEN_ASSISTANTS = "Owners may not read the assistants that they created"

FINDING_CRONS = ("search_crons", "count_crons")

LOST_CRON = "Created crons are not found again"

PENDING = '"pending"'

NAMESPACES = "/namespaces"
"""Pointer to a list of namespaces."""

AFTER_SECONDS = "after_seconds"

NO_DELAY = f"`{AFTER_SECONDS}` does not delay runs"

HISTORY_STEPS = "runs.history.steps"
"""Check of the states that a run adds to the history."""

WAITING = ("wait_run", "wait_thread_run")
"""Operations that return the values of a run."""

STATE = frozenset({"values", "next"})
"""Fields of a state, which contains the values."""


def root(finding: Finding, operation: Operation | None, context: Context) -> Root:
    found = (step(finding, operation, context) for step in STEPS)
    return next(each for each in found if each is not None)


def _sent_as_a_success(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    if not is_sent_as_a_success(finding.exchange, context.survey.error_shape):
        return None
    status = finding.exchange.status
    return Root(("error status", status), f"Errors are sent with the status {status}")


def _stranger(finding: Finding, operation: Operation | None, context: Context) -> Root | None:
    """Return the root if a stranger can use a resource, unless it is read as one that does not exist."""
    may_be_unknown = bool(context.unknown) and not has_error_status(finding) and is_reading(finding)
    if may_be_unknown and ISOLATION.search(finding.check):
        unknown = context.unknown.get(text_of(finding))
        if unknown:
            return not_met(unknown)
    return root_of_a_stranger(finding, operation, context.survey.error_shape)


def _missing_operation(finding: Finding, operation: Operation | None, _: Context) -> Root | None:
    if finding.check != OPERATION_EXISTS:
        return None
    tier = operation.tier if operation else 3
    return Root(("missing", tier), f"Operations of tier {tier} are missing", stops_clients=True)


def _shape(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    of_check = SHAPES.get(finding.check)
    return of_check(finding, context.missing_fields) if of_check else None


def _filter(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root of a filter that a count does not apply, if a search does not apply it either."""
    failing = context.filters.get(requested_field(finding), {})
    if not finding.operation.startswith(COUNT) or has_error_status(finding) or not failing:
        return None
    same = finding.check.replace(".count.", ".search.")
    return not_met(failing.get(same) or next(iter(failing.values())))


def _requirement(finding: Finding, _: Operation | None, _context: Context) -> Root:
    """Return the root of a semantic check. Checks of one requirement differ in their operations only."""
    return not_met(finding.requirement)


def _without_body(finding: Finding, operation: Operation | None, context: Context) -> Root | None:
    if not context.ignores_body or not _depends_on_the_body(finding):
        return None
    return Root(("ignores body", finding.operation), f"The body of {operation} has no effect")


def _left_out_null(finding: Finding, operation: Operation | None, context: Context) -> Root | None:
    if not (context.leaves_out_null and is_about_a_left_out_null(finding, operation)):
        return None
    return Root(("left out", "null"), "Fields that are null are left out of responses")


def _renamed_items(finding: Finding, operation: Operation | None, context: Context) -> Root | None:
    is_list = operation is not None and operation.area == "store" and finding.pointer == NAMESPACES
    if not context.renames_namespaces or not (is_list or is_renamed_item(finding)):
        return None
    return Root(("renamed items",), "Items come back under another namespace or key")


def _ignored_field(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    field = requested_field(finding)
    if field not in context.ignored or has_error_status(finding):
        return None
    if field == AFTER_SECONDS and context.survey.starts_at_once:
        return _of_fact(NO_DELAY)
    is_reading = finding.operation.split("_")[0] in READING and field not in context.ignored_everywhere
    return Root(("ignored", field, is_reading), f"`{field}` has no effect")


def _wrapped_messages(finding: Finding, _: Operation | None, _context: Context) -> Root | None:
    field = "" if has_error_status(finding) or requires_rejection(finding) else wrapping_field(finding)
    if not field:
        return None
    title = f"Messages have their fields inside of `{field}`"
    return Root(("wrapped messages", field), title, stops_clients=True)


def _whole_state(finding: Finding, _: Operation | None, _context: Context) -> Root | None:
    """Return the root of values that are missing because they are inside of the state."""
    body = finding.exchange.parsed
    is_state = isinstance(body, Mapping) and body.keys() >= STATE
    is_status = has_error_status(finding) or requires_rejection(finding) or finding.check.startswith("shape.")
    if finding.operation not in WAITING or not is_state or is_status:
        return None
    return Root(("whole state",), "Waiting for a run returns its state, with the values inside of `values`")


def _depends_on_the_body(finding: Finding) -> bool:
    """Return whether the finding would be fixed if the operation read its body."""
    if has_error_status(finding):
        return False
    if finding.check == REJECTS_INVALID:
        return finding.pointer.startswith("/body")
    if finding.check.startswith("shape."):
        return False
    if finding.check.startswith(BODY_CHECKS) or needs_body(finding.operation):
        return True
    named = fields_in(finding.check, finding.operation)
    quoted = quoted_fields(finding.requirement, finding.operation)
    return not body_fields(finding.operation).isdisjoint(named.union(*quoted))


def _fact(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root if a fact of the survey explains the finding."""
    if context.survey.keeps_assistants is False and (fact := _of_lost_assistants(finding)):
        return _of_fact(fact)
    if finding.check.startswith("shape.") or has_error_status(finding):
        return None
    survey, fact = context.survey, ""
    if survey.starts_at_once and requested_field(finding) == AFTER_SECONDS:
        fact = NO_DELAY
    elif survey.runs_in_background is False and PENDING in finding.received:
        fact = "Background runs are never executed"
    elif survey.writes_state is False and finding.operation == "update_state":
        fact = "An update does not change the state of a thread"
    elif survey.keeps_history is False and finding.check == HISTORY_STEPS:
        fact = "The history of a thread lacks the steps of its runs"
    return _of_fact(fact) if fact else None


def _of_lost_assistants(finding: Finding) -> str:
    """Return what happens to created assistants, if the finding is about it."""
    is_forbidden = finding.exchange.status == HTTPStatus.FORBIDDEN
    if finding.key[:2] == LOST_ASSISTANT:
        return FORBIDDEN_ASSISTANTS if is_forbidden else "Created assistants are not stored"
    is_read = finding.operation.startswith("get_assistant") and finding.check == "shape.status"
    return FORBIDDEN_ASSISTANTS if is_read and is_forbidden else ""


def _lost_cron(finding: Finding, operation: Operation | None, context: Context) -> Root | None:
    """Return the root of what is not found because no created cron is."""
    if context.survey.keeps_crons is not False or operation is None or operation.area != "crons":
        return None
    is_search = finding.operation in FINDING_CRONS and not finding.check.startswith("shape.")
    is_not_found = finding.exchange.status == HTTPStatus.NOT_FOUND
    if not (is_not_found or (is_search and not has_error_status(finding))):
        return None
    return Root(("fact", LOST_CRON), LOST_CRON, stops_clients=True)


def _of_fact(fact: str) -> Root:
    return Root(("fact", fact), fact)


def _missing_header(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root if the response lacks the header, or one that servers set together with it."""
    family = family_of(finding.pointer)
    if not HEADER.fullmatch(finding.pointer) or family not in context.missing_headers:
        return None
    names = sorted(context.missing_headers[family])
    noun = "a valid header" if len(names) == 1 else "the headers"
    return Root(("header", family), f"Responses lack {noun} {', '.join(names)}")


SHAPES = {
    "shape.server_error": response_roots.no_response,
    "shape.content_type": response_roots.content_type,
    "shape.headers": response_roots.headers,
    "shape.body": response_roots.body,
    "shape.stream": response_roots.stream,
    REJECTS_INVALID: rejects_invalid,
}
"""Function that returns the root of a finding, by the check."""


STEPS = (
    _sent_as_a_success,
    _stranger,
    server_error,
    _without_body,
    _left_out_null,
    _fact,
    _lost_cron,
    shared_roots.forbidden,
    shared_roots.better_named,
    shared_roots.failed_run,
    shared_roots.left_run,
    shared_roots.message_mode,
    shared_roots.missing_mode,
    _missing_header,
    _renamed_items,
    _wrapped_messages,
    _ignored_field,
    _whole_state,
    rejected_invalid,
    malformed_id,
    runs_anything,
    response_roots.event_field,
    shared_roots.state_field,
    accepted_body,
    accepted_value,
    about_a_field,
    _missing_operation,
    refusal,
    about_a_status,
    _shape,
    _filter,
    _requirement,
)
"""Functions that return the root of a finding, or `None` if the next one decides; the last one does."""

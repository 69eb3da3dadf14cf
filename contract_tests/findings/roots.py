"""Roots of findings: which change of the target fixes a finding, by the finding and what others show."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from itertools import chain
from urllib.parse import parse_qsl, unquote

from contract_tests.client.exchange import INVALID_STATUSES
from contract_tests.contract import Json, Operation
from contract_tests.findings.error_shape import is_sent_as_a_success
from contract_tests.findings.evidence import (
    COUNT,
    ERRORS,
    HEADER,
    REJECTS_INVALID,
    REQUEST_FIELD,
    UNPROCESSABLE,
    Context,
    family_of,
    has_error_status,
    is_missing_field,
    is_refused,
    is_renamed_item,
    is_sent_by_no_client,
    refused_field,
    requested_field,
    requires_rejection,
    without_ids,
)
from contract_tests.findings.finding import OPERATION_EXISTS, REFUSAL, Finding
from contract_tests.findings.replay import READING
from contract_tests.findings.request_fields import body_fields, fields_in, needs_body, quoted_fields
from contract_tests.findings.root import Root
from contract_tests.findings.strangers import NOUNS, root_of_a_stranger

STATUS = re.compile(r"[1-5]\d\d\b")
SERVER_ERROR = re.compile(r"5\d\d\b")
INDEX = re.compile(r"/(\d+|\*)(?=/|$)")

GENERAL_TEXT = re.compile(
    r"5\d\d\W*((internal )?server error|an (internal|unexpected) error( has)? occurred)?\W*", re.IGNORECASE
)
"""Pattern of the text of a server error without its reason."""

PLACES = ("body", "query", "path", "header")
"""Parts of a request, with which the place of a problem begins."""

FORMAT = "format "
"""Beginning of the expectation of a value in a notation."""
LOST_ASSISTANT = ("resources.create.stored", "create_assistant")

PENDING = '"pending"'

BODY_CHECKS = "resources.body."
"""Beginning of the ids of checks of bodies that are not valid."""

NAMESPACES = "/namespaces"
"""Pointer to a list of namespaces."""

OF_UNKNOWN = ("runs.unknown_assistant", "runs.unknown_graph")
"""Checks of runs of what does not exist."""

REFUSALS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)

DOCUMENTED_EVENT = "a documented event"
"""Expectation of an event whose name is not documented."""

THE_FIELD = "the field "
"""Beginning of the expectation of a field that a response lacks."""

NO_FIELD = "no such field"

BYTE_ORDER_MARK = "a byte order mark"
"""What is wrong with a body that is valid JSON otherwise."""

MALFORMED_ID = "malformed_id"
"""End of the ids of checks with an id that is not a UUID."""

AFTER_SECONDS = "after_seconds"
NO_DELAY = f"`{AFTER_SECONDS}` does not delay runs"

HISTORY_STEPS = "runs.history.steps"
"""Check of the states that a run adds to the history."""

WAITING = ("wait_run", "wait_thread_run")
"""Operations that return the values of a run."""

STATE = frozenset({"values", "next"})
"""Fields of a state, which contains the values."""

NO_BODY = ("resources.body.empty", f"{REFUSAL}the body is missing")
"""Check, and expectation of a generated request, without a body."""

MALFORMED_BODY = (NO_BODY[0], f"{BODY_CHECKS}invalid_json")
"""Checks of bodies that no parser accepts."""

MIN_SENT = 4
"""Characters of a text in a request, from which an error message that repeats it quotes the request."""

MAX_TEXT = 80
"""Characters of a received text in a title."""


def root(finding: Finding, operation: Operation | None, context: Context) -> Root:
    found = (step(finding, operation, context) for step in STEPS)
    return next(each for each in found if each is not None)


def _sent_as_a_success(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    if not is_sent_as_a_success(finding.exchange, context.survey.error_shape):
        return None
    status = finding.exchange.status
    return Root(("error status", status), f"Errors are sent with the status {status}")


def _stranger(finding: Finding, operation: Operation | None, context: Context) -> Root | None:
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
    return _not_met(failing.get(same) or next(iter(failing.values())))


def _requirement(finding: Finding, _: Operation | None, _context: Context) -> Root:
    """Return the root of a semantic check. Checks of one requirement differ in their operations only."""
    return _not_met(finding.requirement)


def _not_met(requirement: str) -> Root:
    sentence = requirement.partition("\n")[0].removesuffix(".")
    return Root(("not met", sentence), f"Not met: {sentence}")


# What the survey or other findings show


def _without_body(finding: Finding, operation: Operation | None, context: Context) -> Root | None:
    if not context.ignores_body or not _depends_on_the_body(finding):
        return None
    return Root(("ignores body", finding.operation), f"The body of {operation} has no effect")


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
    is_reading = finding.operation.split("_")[0] in READING
    return Root(("ignored", field, is_reading), f"`{field}` has no effect")


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
    if finding.check.startswith("shape.") or has_error_status(finding):
        return None
    survey, fact = context.survey, ""
    if survey.starts_at_once and requested_field(finding) == AFTER_SECONDS:
        fact = NO_DELAY
    elif survey.runs_in_background is False and PENDING in finding.received:
        fact = "Background runs are never executed"
    elif survey.keeps_assistants is False and finding.key[:2] == LOST_ASSISTANT:
        fact = "Created assistants are not stored"
    elif survey.writes_state is False and finding.operation == "update_state":
        fact = "An update does not change the state of a thread"
    elif survey.keeps_history is False and finding.check == HISTORY_STEPS:
        fact = "The history of a thread lacks the steps of its runs"
    return _of_fact(fact) if fact else None


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


# Requests that are invalid on purpose


def _rejected_invalid(finding: Finding, _: Operation | None, _context: Context) -> Root | None:
    """Return the root of an invalid request that is rejected with another status than the documented one."""
    is_general = requires_rejection(finding) and finding.exchange.status == HTTPStatus.BAD_REQUEST
    status = finding.exchange.status
    is_other = finding.check == "shape.status" and finding.level != "must" and status not in REFUSALS
    if not is_general and not is_other:
        return None
    known = " instead of 422" if UNPROCESSABLE in finding.expected else ", which is not documented"
    return Root(("other status", status, known), f"Invalid requests are rejected with {status}{known}")


def _malformed_id(finding: Finding, _: Operation | None, _context: Context) -> Root | None:
    is_path = finding.check == REJECTS_INVALID and finding.pointer.startswith("/path/")
    if finding.is_refusal or (not is_path and not finding.check.endswith(f".{MALFORMED_ID}")):
        return None
    return Root((MALFORMED_ID,), "Ids that are not valid UUIDs are not rejected with 422")


def _runs_anything(finding: Finding, _: Operation | None, _context: Context) -> Root | None:
    """Return the root of runs of unknown assistants and graphs: a name may be that of either."""
    if finding.check not in OF_UNKNOWN or has_error_status(finding):
        return None
    return Root(("runs anything",), "Runs of assistants and graphs that do not exist are accepted")


def _accepted_body(finding: Finding, _: Operation | None, _context: Context) -> Root | None:
    """Return the root of a request without a body, or with one that is not an object, that is accepted."""
    is_check = finding.check.startswith(BODY_CHECKS) and ERRORS.fullmatch(finding.expected)
    is_body = is_check or (finding.check == REJECTS_INVALID and finding.pointer == "/body")
    if has_error_status(finding) or not is_body:
        return None
    if finding.check in NO_BODY or finding.expected in NO_BODY:
        return Root((REJECTS_INVALID, "no body"), "Empty bodies are accepted where a body is required")
    return Root((REJECTS_INVALID, "body"), "Bodies that are not JSON objects are accepted")


def _accepted_value(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root of a semantic check that requires an invalid value of a field to be rejected."""
    field = requested_field(finding)
    is_accepted = requires_rejection(finding) and not has_error_status(finding)
    if not field or not is_accepted or context.is_lax:
        return None
    return _accepts(field, context)


def _accepts(field: str, context: Context) -> Root:
    if context.is_lax:
        return Root((REJECTS_INVALID, "many"), "Invalid values of many fields are accepted")
    return Root(("accepts", field), f"Invalid values of `{field}` are accepted")


def _rejects_invalid(finding: Finding, _: frozenset[str]) -> Root:
    return Root((finding.check,), "Invalid requests are accepted")


def _server_error(finding: Finding, operation: Operation | None, _: Context) -> Root | None:
    if not SERVER_ERROR.match(finding.received):
        return None
    text = _repeatable(_without_sent(finding, operation))
    if is_sent_by_no_client(finding):
        if finding.check in MALFORMED_BODY or finding.expected in NO_BODY:
            return Root(("server_error", "malformed body"), f"Bodies that are not valid JSON end in `{text}`")
        return Root(("server_error", "invalid"), "Invalid requests end in a server error")
    field = REQUEST_FIELD.fullmatch(finding.pointer) if GENERAL_TEXT.fullmatch(text) else None
    name = field[1].partition("/")[0] if field else ""
    about = f" with `{name}`" if name else ""
    return Root(("server_error", text, name), f"Requests{about} end in `{text}`", stops_clients=True)


def _without_sent(finding: Finding, operation: Operation | None) -> str:
    """Return the received text without the texts that it repeats from the request."""
    sent, received = finding.exchange.request, finding.received
    path, _, query = sent.url.partition("?")
    ids = set(path.split("/")).difference(operation.path.split("/") if operation else ())
    texts = {*map(unquote, ids), *(value for _, value in parse_qsl(query)), *_texts(sent.parsed)}
    for each in sorted(texts, key=len, reverse=True):
        if len(each) >= MIN_SENT:
            received = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", "\N{HORIZONTAL ELLIPSIS}", received)
    return received


def _texts(value: Json) -> Iterator[str]:
    """Yield the texts in a JSON value."""
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _texts(each)
        case Mapping():
            for each in value.values():
                yield from _texts(each)


# Valid requests that are rejected


def _field_pointer(finding: Finding, refused: Mapping[str, bytes]) -> str:
    """Return the finding's pointer; if a field is refused, that of the field that stands for it."""
    pointer = refused_field(finding) or _known_refusal(finding, refused)
    return _outermost(pointer, refused) if pointer else finding.pointer


def _known_refusal(finding: Finding, refused: Mapping[str, bytes]) -> str:
    """Return the field that other requests were rejected for, if this one has it or the same response."""
    is_other_error = ERRORS.fullmatch(finding.expected) and not requires_rejection(finding)
    is_rejected = is_other_error and finding.exchange.status in INVALID_STATUSES
    has_field = REQUEST_FIELD.fullmatch(finding.pointer)
    if not (is_refused(finding) or is_rejected) or has_field:
        return ""
    content, field = finding.exchange.response.content, requested_field(finding)
    same = (each for each, seen in refused.items() if seen == content and _name(each).encode() in content)
    named = (each for each in refused if field and each in {f"/body/{field}", f"/query/{field}"})
    return next(chain(same, named), "")


def _name(pointer: str) -> str:
    return pointer.rpartition("/")[2]


def _outermost(pointer: str, refused: Mapping[str, bytes]) -> str:
    """Return the field that stands for all refused fields in it, unless only one of them is refused."""
    around = [each for each in refused if f"{pointer}/".startswith(f"{each}/")]
    outermost = min(around, key=len, default=pointer)
    inside = [each for each in refused if each.startswith(f"{outermost}/")]
    return inside[0] if len(inside) == 1 else outermost


def _field(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root of a finding about a field of a request: it is refused or not validated."""
    found = REQUEST_FIELD.fullmatch(_field_pointer(finding, context.refused))
    if found is None:
        return None
    field = ".".join(each for each in found[1].split("/") if each != "*")
    if finding.check == REJECTS_INVALID:
        return _accepts(field, context)
    if finding.is_about_absence:
        return Root(("requires", field), f"Valid requests without `{field}` are rejected", stops_clients=True)
    if finding.is_about_null:  # clients hardly ever send null
        return Root(("refuses null",), "Valid requests with a field that is null are rejected")
    outermost, documented = field.partition(".")[0], body_fields(finding.operation)
    if finding.pointer.startswith("/body/") and documented and outermost not in documented:
        return Root(("refuses unknown",), "Requests with fields that are not documented are rejected")
    title = f"Valid requests with `{field}` are rejected"
    return Root(("refuses", field), title, stops_clients=True)


def _refusal(finding: Finding, operation: Operation | None, context: Context) -> Root | None:
    """Return the root of a whole request that is refused: what the check is about was not tested."""
    is_known = without_ids(finding.received) in context.refusals
    if not finding.is_refusal and not (is_known and (is_refused(finding) or finding.check == "shape.status")):
        return None
    status = finding.exchange.status
    if status in context.undocumented and status not in INVALID_STATUSES:
        return _of_status(finding, operation)
    text = _repeatable(_reason(finding))
    area = operation.area if operation and STATUS.fullmatch(text) else ""  # a status alone says little
    about = f" about {area.replace('_', ' ')}" if area else ""
    return Root(("refuses", area, text), f"Valid requests{about} are rejected: `{text}`", stops_clients=True)


def _reason(finding: Finding) -> str:
    """Return the received text; of a list of problems with fields, as validators send it, the first one."""
    body = finding.exchange.parsed
    for each in _objects(body):
        place, message = each.get("loc", each.get("path")), each.get("msg", each.get("message"))
        if isinstance(place, list) and isinstance(message, str):
            names = [str(name) for name in place if name not in PLACES]
            about = f"{'.'.join(names)}: " if names else ""
            return f"{finding.exchange.status} {about}{message}"
    return finding.received


def _objects(value: Json) -> Iterator[Mapping[str, Json]]:
    """Yield the objects in a JSON value, the outer ones first."""
    if isinstance(value, Mapping):
        yield value
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _objects(each)


def _status(finding: Finding, operation: Operation | None, _: Context) -> Root | None:
    return _of_status(finding, operation) if finding.check == "shape.status" else None


def _of_status(finding: Finding, operation: Operation | None) -> Root:
    """Return the root of an undocumented status. An error other than 400 and 422 is about a resource."""
    status = finding.exchange.status
    title = f"Status {status} is returned where it is not documented"
    noun = NOUNS.get(operation.area, "") if operation else ""
    if status < HTTPStatus.BAD_REQUEST or status in INVALID_STATUSES or not noun:
        return Root(("status", status), title)
    text = _repeatable(finding.received)
    if status in REFUSALS:  # they are about who sends the request, not about what
        return Root(("status", status, text), f"{title}: `{text}`", stops_clients=is_refused(finding))
    return Root(("status", status, noun), f"{title}: `{text}`", stops_clients=is_refused(finding))


# Responses that do not match their schema


def _no_response(finding: Finding, _: frozenset[str]) -> Root:
    return Root(("server_error", finding.received), f"Requests get {finding.received}", stops_clients=True)


def _content_type(finding: Finding, _: frozenset[str]) -> Root:
    received = finding.received.partition(";")[0].strip()
    key = ("content_type", has_error_status(finding), received)
    return Root(key, f"{_subject(finding)} are {received} instead of {finding.expected}")


def _headers(finding: Finding, _: frozenset[str]) -> Root:
    return Root(("header", finding.pointer), f"Responses lack a valid header {finding.pointer}")


def _format(finding: Finding) -> Root:
    """Return the root of a value in another notation, in a body or in an event."""
    return Root((FORMAT, finding.expected), f"Values do not have the {finding.expected}")


def _stream(finding: Finding, _: frozenset[str]) -> Root:
    if finding.expected.startswith(FORMAT):
        return _format(finding)
    pointer = INDEX.sub("", finding.pointer)
    if finding.expected.startswith(THE_FIELD):
        return _event_without(pointer, finding.expected.removeprefix(THE_FIELD))
    of_name = (finding.received,) if finding.expected == DOCUMENTED_EVENT else ()
    key = ("stream", pointer, finding.expected, *of_name)
    place = f"`{pointer}`: " if pointer else ""
    expected = _repeatable(finding.expected)
    return Root(key, f"Event streams: {place}expected {expected}, received {_repeatable(finding.received)}")


def _event_without(pointer: str, field: str) -> Root:
    return Root(("stream", pointer, "lacks", field), f"Event streams: `{pointer}` lacks the field {field}")


def _event_field(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root of a check that reads a field of an event that the event lacks."""
    event, field = finding.pointer.rpartition("/")[::2]
    is_lacking = finding.received == NO_FIELD and not finding.check.startswith("shape.")
    return _event_without(event, field) if is_lacking and (event, field) in context.event_fields else None


def _body(finding: Finding, missing_fields: frozenset[str]) -> Root:
    if is_missing_field(finding):
        names = ", ".join(f"`{name}`" for name in sorted(missing_fields))
        noun = "fields" if len(missing_fields) > 1 else "field"
        title = f"{_subject(finding)} lack the {noun} {names}"
        return Root(("lacks", has_error_status(finding), missing_fields), title)
    if finding.expected.startswith(FORMAT):
        return _format(finding)
    if finding.received == BYTE_ORDER_MARK:
        return Root((finding.check, BYTE_ORDER_MARK), "JSON bodies begin with a byte order mark")
    pointer = INDEX.sub("", finding.pointer)
    if finding.received == "null" and (parent := pointer.rpartition("/")[0]):
        title = f"{_subject(finding)}: fields of `{parent}` are null instead of absent or valid"
        return Root((finding.check, has_error_status(finding), parent, "null"), title)
    place = f"`{pointer}`" if pointer else "the body"
    key = (finding.check, has_error_status(finding), pointer, finding.expected)
    return Root(key, f"{_subject(finding)}: {place} is not {_noun(finding.expected)}")


def _noun(expected: str) -> str:
    """Return the expectation after `is not`: `of type "string"`, `one of ["a", "b"]`."""
    for word, noun in (("type ", "of type "), ("enum ", "one of ")):
        if expected.startswith(word):
            return noun + expected.removeprefix(word)
    return expected


SHAPES = {
    "shape.server_error": _no_response,
    "shape.content_type": _content_type,
    "shape.headers": _headers,
    "shape.body": _body,
    "shape.stream": _stream,
    REJECTS_INVALID: _rejects_invalid,
}
"""Function that returns the root of a finding, by the check."""


STEPS = (
    _sent_as_a_success,
    _stranger,
    _server_error,
    _without_body,
    _fact,
    _missing_header,
    _renamed_items,
    _ignored_field,
    _whole_state,
    _rejected_invalid,
    _malformed_id,
    _runs_anything,
    _event_field,
    _accepted_body,
    _accepted_value,
    _field,
    _missing_operation,
    _refusal,
    _status,
    _shape,
    _filter,
    _requirement,
)
"""Functions that return the root of a finding, or `None` if the next one decides; the last one does."""


def _subject(finding: Finding) -> str:
    return "Errors" if has_error_status(finding) else "Responses"


def _repeatable(text: str) -> str:
    """Return the text without ids, and not longer than a title."""
    text = without_ids(text)
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT].rstrip() + "\N{HORIZONTAL ELLIPSIS}"

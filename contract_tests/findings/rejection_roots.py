"""Roots of server errors, and of valid requests that are rejected."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from itertools import chain
from urllib.parse import parse_qsl, unquote

from contract_tests.client.exchange import INVALID_STATUSES
from contract_tests.contract import Json, Operation
from contract_tests.findings.evidence import (
    ERRORS,
    REJECTS_INVALID,
    REQUEST_FIELD,
    Context,
    is_refused,
    is_sent_by_no_client,
    is_server_error,
    refused_field,
    requested_field,
    requires_rejection,
    sent_fields,
    without_ids,
)
from contract_tests.findings.finding import SUCCESS, Finding
from contract_tests.findings.invalid_request_roots import BODY_CHECKS, NO_BODY, REFUSALS, accepts
from contract_tests.findings.request_fields import body_fields
from contract_tests.findings.root import Root, not_met, repeatable
from contract_tests.findings.security_roots import NOUNS
from contract_tests.operation_groups import STARTING_RUNS

STATUS = re.compile(r"[1-5]\d\d\b")

ALLOWED_VALUE = re.compile(rf"{SUCCESS}the contract allows `(.+)`", re.DOTALL)
"""Pattern of the expectation of a field with a certain value."""

GENERAL_TEXT = re.compile(
    r"5\d\d\W*((internal )?server error|an (internal|unexpected) error( has)? occurred)?\W*", re.IGNORECASE
)
"""Pattern of the text of a server error without its reason."""

RIGHTLY_REJECTED: Mapping[str, str] = {
    "404": "Requests about unknown resources",
    "404 or 422": "Requests about unknown resources",
    "422 or 404": "Requests about unknown resources",
    "409": "Conflicting requests",
}
"""Requests that clients send and a server must reject, by the expected status."""

MANY_BROKEN = 6
"""Operations that return nothing but server errors, from which the target as a whole is to blame.

Variants of an operation on a thread and without one count once.
"""

PLACES = ("body", "query", "path", "header")
"""Parts of a request, with which the place of a problem begins."""

MALFORMED_BODY = (NO_BODY[0], f"{BODY_CHECKS}invalid_json")
"""Checks of bodies that no parser accepts."""

MIN_SENT = 4
"""Characters of a text in a request, from which an error message that repeats it quotes the request."""


def server_error(finding: Finding, operation: Operation | None, context: Context) -> Root | None:
    if not is_server_error(finding):
        return None
    text = repeatable(_without_sent(finding, operation))
    gives_reason = operation is None or not GENERAL_TEXT.fullmatch(text)
    if operation is not None and operation.id in context.broken and not gives_reason:
        return _always(operation, text, context)
    if finding.expected in RIGHTLY_REJECTED or is_sent_by_no_client(finding):
        return _of_a_wrong_request(finding, text)
    if operation is None or gives_reason:
        return Root(("server_error", text), f"Requests end in `{text}`", stops_clients=True)
    return _sometimes(context.same_request or finding, operation, text, context)


def _of_a_wrong_request(finding: Finding, text: str) -> Root:
    """Return the root of a server error in place of another error."""
    if requests := RIGHTLY_REJECTED.get(finding.expected):
        return Root(("server_error", requests), f"{requests} end in a server error")
    if finding.check in MALFORMED_BODY or finding.expected in NO_BODY:
        return Root(("server_error", "malformed body"), f"Bodies that are not valid JSON end in `{text}`")
    return Root(("server_error", "invalid"), "Invalid requests end in a server error")


def _always(operation: Operation, text: str, context: Context) -> Root:
    """Return the root of an operation that responds to valid requests with a server error without a reason.

    If many operations do so, the target as a whole is to blame.
    """
    broken = context.broken.values()
    if len({variant_of(each.id) for each in broken}) > MANY_BROKEN:
        return Root(("server_error", text), f"Requests end in `{text}`", stops_clients=True)
    starting = {each for each in STARTING_RUNS if not context.survey.is_missing(each)}
    if operation.id in starting and starting <= context.broken.keys():
        title = f"Valid requests that start runs end in `{text}`"
        return Root(("server_error", text, "start"), title, stops_clients=True)
    variant = variant_of(operation.id)
    alike = " and ".join(str(each) for each in broken if variant_of(each.id) == variant)
    return Root(("server_error", text, variant), f"Valid requests to {alike} end in `{text}`", False, True)


def _sometimes(finding: Finding, operation: Operation, text: str, context: Context) -> Root:
    """Return the root of a server error without a reason, by what is special about the request."""
    field, sent = REQUEST_FIELD.fullmatch(finding.pointer), sent_fields(finding)
    named = field[1].partition("/")[0] if field else requested_field(finding)
    if name := named or next((each for each in sorted(context.failing) if each in sent), ""):
        title, general = (
            f"Requests with `{each}` end in `{text}`" for each in (_value(finding) or name, name)
        )
        key = ("server_error", text, name)
        return Root(key, title, stops_clients=True, is_partial=True, general_title=general)
    if not finding.check.startswith("shape.") and not finding.is_refusal:
        return not_met(finding.requirement)  # which knows what is special
    noun = NOUNS.get(operation.area, "")
    about = f" about {noun}s" if noun else ""
    return _partial(("server_error", text, noun), f"Some valid requests{about} end in `{text}`")


def _partial(key: tuple[object, ...], title: str) -> Root:
    return Root(key, title, stops_clients=True, is_partial=True)


def variant_of(operation_id: str) -> str:
    """Return the operation without what its variants on a thread and without one differ in."""
    return operation_id.replace("_thread_", "_")


def _value(finding: Finding) -> str:
    """Return the field and its value as the expectation shows them; empty if it does not."""
    shown = ALLOWED_VALUE.fullmatch(finding.expected)
    return repeatable(shown[1]) if shown else ""


def _without_sent(finding: Finding, operation: Operation | None) -> str:
    """Return the received text without the texts and the list of fields that it repeats from the request."""
    sent, received = finding.exchange.request, finding.received
    path, _, query = sent.url.partition("?")
    ids = set(path.split("/")).difference(operation.path.split("/") if operation else ())
    texts = {*map(unquote, ids), *(value for _, value in parse_qsl(query)), *_texts(sent.parsed)}
    for each in sorted(texts, key=len, reverse=True):
        if len(each) >= MIN_SENT:
            received = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", "\N{HORIZONTAL ELLIPSIS}", received)
    names = "|".join(map(re.escape, sorted(sent_fields(finding), key=len, reverse=True)))
    listed = rf"(?<=: )(?:{names})(?:, (?:{names}))*(?!\w)"
    return re.sub(listed, "\N{HORIZONTAL ELLIPSIS}", received) if names else received


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


def _field_pointer(finding: Finding, context: Context) -> str:
    """Return the finding's pointer; if a field is refused, that of the field that stands for it."""
    refused = context.refused
    pointer = refused_field(finding) or _known_refusal(finding, refused) or _named_field(finding, context)
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


def _named_field(finding: Finding, context: Context) -> str:
    """Return the field that the error names, if other operations reject it, too."""
    if not is_refused(finding) or REQUEST_FIELD.fullmatch(finding.pointer):
        return ""
    named = {f"/{'/'.join(map(str, place[:2]))}" for place, _ in _problems(finding)}
    return named.pop() if len(named) == 1 and named <= context.refused_anywhere else ""


def _name(pointer: str) -> str:
    return pointer.rpartition("/")[2]


def _outermost(pointer: str, refused: Mapping[str, bytes]) -> str:
    """Return the field that stands for all refused fields in it, unless only one of them is refused."""
    around = [each for each in refused if f"{pointer}/".startswith(f"{each}/")]
    outermost = min(around, key=len, default=pointer)
    inside = [each for each in refused if each.startswith(f"{outermost}/")]
    return inside[0] if len(inside) == 1 else outermost


def about_a_field(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root of a finding about a field of a request: it is refused or not validated."""
    found = REQUEST_FIELD.fullmatch(_field_pointer(finding, context))
    if found is None:
        return None
    field = ".".join(each for each in found[1].split("/") if each != "*")
    if finding.check == REJECTS_INVALID:
        return accepts(field, context)
    if finding.is_about_absence:
        return Root(("requires", field), f"Valid requests without `{field}` are rejected", stops_clients=True)
    if finding.is_about_null:  # clients hardly ever send null
        return Root(("refuses null",), "Valid requests with a field that is null are rejected")
    outermost, documented = field.partition(".")[0], body_fields(finding.operation)
    if finding.pointer.startswith("/body/") and documented and outermost not in documented:
        return Root(("refuses unknown",), "Requests with fields that are not documented are rejected")
    return _partial(("refuses", field), f"Valid requests with `{field}` are rejected")


def refusal(finding: Finding, operation: Operation | None, context: Context) -> Root | None:
    """Return the root of a whole request that is refused: what the check is about was not tested."""
    is_known = without_ids(finding.received) in context.refusals
    if not finding.is_refusal and not (is_known and (is_refused(finding) or finding.check == "shape.status")):
        return None
    status = finding.exchange.status
    if status in context.undocumented and status not in INVALID_STATUSES:
        return _of_status(finding, operation)
    text = repeatable(_reason(finding))
    area = operation.area if operation and STATUS.fullmatch(text) else ""  # a status alone says little
    about = f" about {area.replace('_', ' ')}" if area else ""
    return Root(("refuses", area, text), f"Valid requests{about} are rejected: `{text}`", stops_clients=True)


def _reason(finding: Finding) -> str:
    """Return the received text; of a list of problems with fields, as validators send it, the first one."""
    for place, message in _problems(finding):
        names = [str(name) for name in place if name not in PLACES]
        about = f"{'.'.join(names)}: " if names else ""
        return f"{finding.exchange.status} {about}{message}"
    return finding.received


def _problems(finding: Finding) -> Iterator[tuple[list[Json], str]]:
    """Yield the place and the text of each problem with a field that the error names."""
    for each in _objects(finding.exchange.parsed):
        place, message = each.get("loc", each.get("path")), each.get("msg", each.get("message"))
        if isinstance(place, list) and isinstance(message, str):
            yield place, message


def _objects(value: Json) -> Iterator[Mapping[str, Json]]:
    """Yield the objects in a JSON value, the outer ones first."""
    if isinstance(value, Mapping):
        yield value
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _objects(each)


def about_a_status(finding: Finding, operation: Operation | None, _: Context) -> Root | None:
    """Return the root of an undocumented status, or of a redirect in place of what a check requires."""
    is_redirect = finding.exchange.is_redirect
    return _of_status(finding, operation) if is_redirect or finding.check == "shape.status" else None


def _of_status(finding: Finding, operation: Operation | None) -> Root:
    """Return the root of an undocumented status. An error other than 400 and 422 is about a resource."""
    status = finding.exchange.status
    title = f"Status {status} is returned where it is not documented"
    noun = NOUNS.get(operation.area, "") if operation else ""
    if status < HTTPStatus.BAD_REQUEST or status in INVALID_STATUSES or not noun:
        return Root(("status", status), title)
    text = repeatable(finding.received)
    if status in REFUSALS:  # they are about who sends the request, not about what
        return Root(("status", status, text), f"{title}: `{text}`", stops_clients=is_refused(finding))
    return Root(("status", status, noun), f"{title}: `{text}`", stops_clients=is_refused(finding))

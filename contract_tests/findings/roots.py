"""Root of a finding: one change of the target fixes all findings with the same root."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from contract_tests.client.exchange import Exchange
from contract_tests.client.stream import is_stream
from contract_tests.contract import Operation
from contract_tests.findings.error_shape import DATA, is_error, is_sent_as_a_success
from contract_tests.findings.finding import OPERATION_EXISTS, Finding
from contract_tests.findings.replay import ANY_UUID

NOUNS: Mapping[str, str] = {
    "threads": "thread",
    "assistants": "assistant",
    "runs": "run",
    "stateless_runs": "run",
    "crons": "cron",
    "store": "store item",
    "events": "thread",
    "streaming": "thread",
    "a2a": "task",
    "mcp": "tool",
}
"""Resource of each area."""

READING = ("get", "list", "search", "count", "find", "join")
"""First words of the names of operations that change nothing."""

RUNNING_CHECKS = ("runs.isolation.assistant", "a2a.isolation.assistant")
"""Checks of runs of another owner's assistant."""

READING_CHECKS = ("events.command.isolation",)
"""Checks in which a stranger reads, although the operation may also change something."""

READING_STREAMS = ("stream_thread", "stream_thread_events")

ISOLATION = re.compile(r"isolation|\.foreign_")
"""Pattern of the ids of checks that send requests of another owner."""

NOTHING = (b"", b"[]", b"{}", b"0", b"null")
"""Bodies that give nothing away."""

REJECTS_INVALID = "shape.rejects_invalid"

STATUS = re.compile(r"[1-5]\d\d\b")
INDEX = re.compile(r"/(\d+|\*)(?=/|$)")
REQUEST_FIELD = re.compile(r"/(?:body|query|header)/(.+)")
"""Pattern of the pointers to a field of a request."""

MAX_TEXT = 80
"""Characters of a received text in a title."""


@dataclass(frozen=True)
class Root:
    key: tuple[object, ...]
    title: str
    is_security: bool = False
    stops_clients: bool = False
    """True if the operation is missing, ends in a server error, or rejects valid requests."""


@dataclass(frozen=True)
class Context:
    """Facts on the operation from other findings and from the survey."""

    missing_fields: frozenset[str] = frozenset()
    """Fields that its responses lack."""
    error_shape: str = ""
    """Shape of the target's error for an unknown thread."""
    is_lax: bool = False
    """True if it accepts invalid values of many fields."""
    refused: frozenset[str] = frozenset()
    """Pointers to the fields of requests because of which it rejects valid ones."""


def root(finding: Finding, operation: Operation | None, context: Context) -> Root:
    general = _sent_as_a_success(finding, context) or _security(finding, operation, context)
    if general is not None:
        return general
    if STATUS.match(finding.received) and finding.received.startswith("5"):
        return _server_error(finding)
    if field := REQUEST_FIELD.fullmatch(_field_pointer(finding, context.refused)):
        return _about_field(finding, ".".join(each for each in field[1].split("/") if each != "*"), context)
    if finding.check == OPERATION_EXISTS:
        tier = operation.tier if operation else 3
        return Root(("missing", tier), f"Operations of tier {tier} are missing", stops_clients=True)
    # A refusal of the whole request says nothing about what the check would have tested next.
    if finding.is_refusal:
        return _refusal(finding, operation)
    return SHAPES.get(finding.check, _requirement)(finding, context.missing_fields)


def _sent_as_a_success(finding: Finding, context: Context) -> Root | None:
    if not is_sent_as_a_success(finding.exchange, context.error_shape):
        return None
    status = finding.exchange.status
    return Root(("error status", status), f"Errors are sent with the status {status}")


def _requirement(finding: Finding, _: frozenset[str]) -> Root:
    return Root((finding.check,), f"Not met: {finding.requirement.splitlines()[0].removesuffix('.')}")


def is_missing_field(finding: Finding) -> bool:
    return finding.check == "shape.body" and finding.received == "no such field"


def refused_field(finding: Finding) -> str | None:
    """Return the pointer to the field because of which a valid request was rejected; `None` if unknown."""
    is_field = finding.is_refusal and REQUEST_FIELD.fullmatch(finding.pointer)
    is_other = finding.is_about_null or finding.is_about_absence
    return finding.pointer if is_field and not is_other else None


def _field_pointer(finding: Finding, refused: frozenset[str]) -> str:
    """Return the finding's pointer; if a field is refused, that of the field that stands for it."""
    pointer = refused_field(finding)
    return _outermost(pointer, refused) if pointer else finding.pointer


def _outermost(pointer: str, refused: frozenset[str]) -> str:
    """Return the field that stands for all refused fields in it, unless only one of them is refused."""
    around = [each for each in refused if f"{pointer}/".startswith(f"{each}/")]
    outermost = min(around, key=len, default=pointer)
    inside = [each for each in refused if each.startswith(f"{outermost}/")]
    return inside[0] if len(inside) == 1 else outermost


def _security(finding: Finding, operation: Operation | None, context: Context) -> Root | None:
    """Return the root if the response gives a stranger another owner's data."""
    if operation is None or is_error(finding.exchange, context.error_shape):
        return None
    if finding.check == "shape.unauthorized":
        return Root((finding.check,), "Requests without valid credentials are accepted", is_security=True)
    if not ISOLATION.search(finding.check):
        return None
    if finding.check in RUNNING_CHECKS:
        return Root(("stranger", "run", "assistant"), "A stranger can run another owner's assistant", True)
    noun = NOUNS.get(operation.area, "resource")
    verb = operation.id.split("_")[0]
    if verb in READING or operation.id in READING_STREAMS or finding.check in READING_CHECKS:
        can = "read" if _gives_something(finding.exchange) else ""
    else:
        can = "take over" if finding.check.endswith(".create") else "change"
    return (
        Root(("stranger", can, noun), f"A stranger can {can} another owner's {noun}", True) if can else None
    )


def _gives_something(exchange: Exchange) -> bool:
    """Return whether the response has any content but an error inside of a success."""
    content = exchange.response.content.strip()
    if is_stream(exchange.headers):
        return DATA.search(content) is not None
    error = exchange.parsed.get("__error__") if isinstance(exchange.parsed, Mapping) else None
    return content not in NOTHING and error is None


def _server_error(finding: Finding) -> Root:
    text = _repeatable(finding.received)
    return Root(("server_error", text), f"Requests end in `{text}`", stops_clients=True)


def _about_field(finding: Finding, field: str, context: Context) -> Root:
    """Return the root of a finding about a field of a request: it is refused, ignored or not validated."""
    if finding.check == REJECTS_INVALID and context.is_lax:
        return Root((REJECTS_INVALID, "many"), "Requests are hardly validated")
    if finding.check == REJECTS_INVALID:
        return Root(("accepts", field), f"Invalid values of `{field}` are accepted")
    if finding.is_about_absence:
        return Root(("requires", field), f"Valid requests without `{field}` are rejected", stops_clients=True)
    if finding.is_about_null:  # clients hardly ever send null
        return Root(("refuses null",), "Valid requests with a field that is null are rejected")
    title = f"Valid requests with `{field}` are rejected"
    return Root(("refuses", field), title, stops_clients=True)


def _no_response(finding: Finding, _: frozenset[str]) -> Root:
    return Root(("server_error", finding.received), f"Requests get {finding.received}", stops_clients=True)


def _content_type(finding: Finding, _: frozenset[str]) -> Root:
    received = finding.received.partition(";")[0].strip()
    key = ("content_type", _has_error_status(finding), received)
    return Root(key, f"{_subject(finding)} are {received} instead of {finding.expected}")


def _status(finding: Finding, _: frozenset[str]) -> Root:
    status = finding.exchange.status
    return Root(("status", status), f"Status {status} is returned where it is not documented")


def _headers(finding: Finding, _: frozenset[str]) -> Root:
    return Root(("header", finding.pointer), f"Responses lack a valid header {finding.pointer}")


def _stream(finding: Finding, _: frozenset[str]) -> Root:
    pointer = INDEX.sub("", finding.pointer)
    key = ("stream", pointer, finding.expected)
    place = f"`{pointer}`: " if pointer else ""
    expected = _repeatable(finding.expected)
    return Root(key, f"Event streams: {place}expected {expected}, received {_repeatable(finding.received)}")


def _refusal(finding: Finding, operation: Operation | None) -> Root:
    text = _repeatable(finding.received)
    area = operation.area if operation and STATUS.fullmatch(text) else ""  # a status alone says little
    about = f" about {area.replace('_', ' ')}" if area else ""
    return Root(("refuses", area, text), f"Valid requests{about} are rejected: `{text}`", stops_clients=True)


def _rejects_invalid(finding: Finding, _: frozenset[str]) -> Root:
    return Root((finding.check,), "Invalid requests are accepted")


def _body(finding: Finding, missing_fields: frozenset[str]) -> Root:
    if is_missing_field(finding):
        names = ", ".join(f"`{name}`" for name in sorted(missing_fields))
        noun = "fields" if len(missing_fields) > 1 else "field"
        title = f"{_subject(finding)} lack the {noun} {names}"
        return Root(("lacks", _has_error_status(finding), missing_fields), title)
    if finding.expected.startswith("format "):
        return Root((finding.check, finding.expected), f"Values are not valid: {finding.expected}")
    pointer = INDEX.sub("", finding.pointer)
    place = f"`{pointer}`" if pointer else "the body"
    key = (finding.check, _has_error_status(finding), pointer, finding.expected)
    return Root(key, f"{_subject(finding)}: {place} is not {finding.expected}")


SHAPES = {
    "shape.server_error": _no_response,
    "shape.content_type": _content_type,
    "shape.status": _status,
    "shape.headers": _headers,
    "shape.body": _body,
    "shape.stream": _stream,
    REJECTS_INVALID: _rejects_invalid,
}
"""Function that returns the root of a finding, by the check."""


def _has_error_status(finding: Finding) -> bool:
    return finding.exchange.status >= HTTPStatus.BAD_REQUEST


def _subject(finding: Finding) -> str:
    return "Errors" if _has_error_status(finding) else "Responses"


def _repeatable(text: str) -> str:
    """Return the text without ids, and not longer than a title."""
    text = ANY_UUID.sub("<id>", text)
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT].rstrip() + "\N{HORIZONTAL ELLIPSIS}"

"""Root of a finding: findings with the same root are mended by the same change of the target."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from contract_tests.contract import Operation
from contract_tests.findings.error_shape import is_error, is_sent_as_a_success
from contract_tests.findings.finding import OPERATION_EXISTS, REFUSED, Finding
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
"""What an area is about."""

READING = ("get", "list", "search", "count", "find", "join")
"""First words of the names of operations that change nothing."""

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
REQUEST_FIELD = re.compile(r"/(?:body|query)/(.+)")
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

    lacking: frozenset[str] = frozenset()
    """Fields that its responses lack."""
    error_shape: str = ""
    """Shape of the target's error for an unknown thread."""
    is_lax: bool = False
    """Whether it accepts invalid values of many fields."""
    refused: frozenset[str] = frozenset()
    """Fields, by their path, because of which it rejects valid requests."""


def root(finding: Finding, operation: Operation | None, context: Context) -> Root:
    general = _sent_as_a_success(finding, context) or _security(finding, operation, context)
    if general is not None:
        return general
    if STATUS.match(finding.received) and finding.received.startswith("5"):
        return _server_error(finding)
    if field := REQUEST_FIELD.fullmatch(finding.pointer):
        return _about_field(finding, field[1], context)
    if finding.check == OPERATION_EXISTS:
        tier = operation.tier if operation else 3
        return Root(("missing", tier), f"Operations of tier {tier} are missing", stops_clients=True)
    # A refusal of the whole request says nothing about what the check would have tested next.
    make = _accepts_valid if finding.expected == REFUSED else SHAPES.get(finding.check, _requirement)
    return make(finding, context.lacking)


def _sent_as_a_success(finding: Finding, context: Context) -> Root | None:
    if not is_sent_as_a_success(finding.exchange, context.error_shape):
        return None
    status = finding.exchange.status
    return Root(("error status", status), f"Errors are sent with the status {status}")


def _requirement(finding: Finding, _: frozenset[str]) -> Root:
    return Root((finding.check,), f"Not met: {finding.requirement.splitlines()[0]}")


def is_missing_field(finding: Finding) -> bool:
    return finding.check == "shape.body" and finding.received == "no such field"


def _security(finding: Finding, operation: Operation | None, context: Context) -> Root | None:
    """Return the root if the response gives a stranger what is not theirs."""
    content = finding.exchange.response.content.strip()
    if operation is None or is_error(finding.exchange, context.error_shape):
        return None
    if finding.check == "shape.unauthorized":
        return Root((finding.check,), "Requests without valid credentials are accepted", is_security=True)
    if not ISOLATION.search(finding.check):
        return None
    noun = NOUNS.get(operation.area, "resource")
    verb = operation.id.split("_")[0]
    if verb in READING or operation.id in READING_STREAMS or finding.check in READING_CHECKS:
        can = "read" if content not in NOTHING else ""
    else:
        can = "take over" if finding.check.endswith(".create") else "change"
    return (
        Root(("stranger", can, noun), f"A stranger can {can} another owner's {noun}", True) if can else None
    )


def _server_error(finding: Finding) -> Root:
    text = _repeatable(finding.received)
    return Root(("server_error", text), f"Requests end in `{text}`", stops_clients=True)


def _about_field(finding: Finding, field: str, context: Context) -> Root:
    """Return the root of a finding about a field of a request: it is refused, ignored or not validated."""
    if finding.check == REJECTS_INVALID and context.is_lax:
        return Root((REJECTS_INVALID, "many"), "Requests are hardly validated")
    if finding.check == REJECTS_INVALID:
        return Root(("accepts", field), f"Invalid values of `{field}` are accepted")
    field = _outermost(field, context.refused)
    title = f"Valid requests with `{field}` are rejected"
    return Root(("refuses", field), title, stops_clients=True)


def _outermost(field: str, refused: frozenset[str]) -> str:
    """Return the refused field that contains this one; the items of a batch have the fields of one run."""
    steps = field.removeprefix("*/").split("/")
    around = ("/".join(steps[:count]) for count in range(1, len(steps)))
    return next((each for each in around if each in refused), "/".join(steps))


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
    key = ("stream", INDEX.sub("", finding.pointer), finding.expected)
    received = _repeatable(finding.received)
    return Root(
        key, f"Event streams: {finding.pointer or 'expected'} {finding.expected}, received {received}"
    )


def _accepts_valid(finding: Finding, _: frozenset[str]) -> Root:
    text = _repeatable(finding.received)
    return Root(("refuses", text), f"Valid requests are rejected: `{text}`", stops_clients=True)


def _rejects_invalid(finding: Finding, _: frozenset[str]) -> Root:
    return Root((finding.check,), "Invalid requests are accepted")


def _body(finding: Finding, lacking: frozenset[str]) -> Root:
    if is_missing_field(finding):
        names = ", ".join(f"`{name}`" for name in sorted(lacking))
        noun = "fields" if len(lacking) > 1 else "field"
        return Root(
            ("lacks", _has_error_status(finding), lacking), f"{_subject(finding)} lack the {noun} {names}"
        )
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
    "shape.accepts_valid": _accepts_valid,
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

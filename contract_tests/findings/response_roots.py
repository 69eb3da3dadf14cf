"""Roots of responses that do not match their schema."""

import re

from contract_tests.contract import Operation
from contract_tests.findings.evidence import (
    THE_FIELD,
    Context,
    has_error_status,
    is_missing_field,
)
from contract_tests.findings.finding import NO_FIELD, Finding
from contract_tests.findings.root import Root, repeatable

INDEX = re.compile(r"/(\d+|\*)(?=/|$)")

FORMAT = "format "
"""Beginning of the expectation of a value in a notation."""

DOCUMENTED_EVENT = "a documented event"
"""Expectation of an event whose name is not documented."""


JSON = "JSON"
"""Expectation of the data of an event."""

NO_DATA = '""'
"""What is received in place of it if the lines of an event are not read as one event."""

NO_CONTENT_TYPE = "no content type"
"""What a response has that declares none."""

BYTE_ORDER_MARK = "a byte order mark"
"""What is wrong with a body that is valid JSON otherwise."""


ID, WITHOUT_ID = "/id", "an event without one"
"""Pointer to the id of an event, and what was received if it has none."""


def no_response(finding: Finding, _: frozenset[str]) -> Root:
    return Root(("server_error", finding.received), f"Requests get {finding.received}", stops_clients=True)


def content_type(finding: Finding, _: frozenset[str]) -> Root:
    received = finding.received.partition(";")[0].strip()
    key = ("content_type", has_error_status(finding), received)
    verb = "have" if received == NO_CONTENT_TYPE else "are"
    return Root(key, f"{_subject(finding)} {verb} {received} instead of {finding.expected}")


def headers(finding: Finding, _: frozenset[str]) -> Root:
    return Root(("header", finding.pointer), f"Responses lack a valid header {finding.pointer}")


def _format(finding: Finding) -> Root:
    """Return the root of a value in another notation, in a body or in an event."""
    return Root((FORMAT, finding.expected), f"Values do not have the {finding.expected}")


def stream(finding: Finding, _: frozenset[str]) -> Root:
    if finding.expected.startswith(FORMAT):
        return _format(finding)
    pointer = INDEX.sub("", finding.pointer)
    if finding.expected == JSON and finding.received == NO_DATA:
        return Root(("stream", JSON, NO_DATA), "Event streams: events have no data")
    if finding.expected == JSON:
        received = repeatable(finding.received)
        return Root(("stream", JSON), f"Event streams: the data of events is not valid JSON: {received}")
    if finding.expected.startswith(THE_FIELD):
        return _event_without(pointer, finding.expected.removeprefix(THE_FIELD))
    if pointer == ID and finding.received == WITHOUT_ID:
        return Root(("stream", ID, WITHOUT_ID), "Events lack the ids with which clients resume a stream")
    of_name = (finding.received,) if finding.expected == DOCUMENTED_EVENT else ()
    key = ("stream", pointer, finding.expected, *of_name)
    place = f"`{pointer}`: " if pointer else ""
    expected = repeatable(finding.expected)
    return Root(key, f"Event streams: {place}expected {expected}, received {repeatable(finding.received)}")


def _event_without(pointer: str, field: str) -> Root:
    return Root(("stream", pointer, "lacks", field), f"Event streams: `{pointer}` lacks the field {field}")


def event_field(finding: Finding, _: Operation | None, context: Context) -> Root | None:
    """Return the root of a check that reads a field of an event that the event lacks."""
    event, field = finding.pointer.rpartition("/")[::2]
    is_lacking = finding.received == NO_FIELD and not finding.check.startswith("shape.")
    return _event_without(event, field) if is_lacking and (event, field) in context.event_fields else None


def body(finding: Finding, missing_fields: frozenset[str]) -> Root:
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
    is_null = finding.received == "null" and finding.expected != 'type "null"'
    key = (finding.check, has_error_status(finding), pointer, finding.expected)
    what = "null, not" if is_null else "not"
    return Root(key, f"{_subject(finding)}: {place} is {what} {_noun(finding.expected)}")


def _noun(expected: str) -> str:
    """Return the expectation after `is not`: `of type "string"`, `one of ["a", "b"]`."""
    for word, noun in (("type ", "of type "), ("enum ", "one of ")):
        if expected.startswith(word):
            return noun + expected.removeprefix(word)
    return expected


def _subject(finding: Finding) -> str:
    return "Errors" if has_error_status(finding) else "Responses"

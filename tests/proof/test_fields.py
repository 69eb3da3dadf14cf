"""Proof that checks of requirements send each documented field of each request, with a few exceptions.

Generated requests send every field, but look at its effect only as far as the schema of the response.
"""

import json
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from contract_tests.contract import load
from contract_tests.generation.fields import ITEM, request_fields

UNSENT = yaml.safe_load((Path(__file__).parent / "unsent.yaml").read_text("utf-8"))
EXCEPTIONS = [
    (pattern, field) for each in UNSENT for pattern, fields in each["fields"].items() for field in fields
]


def is_sent(exchange, field):
    """Return whether the request has the field, with any value."""
    value = {name.lower(): text for name, text in exchange.request.headers.items()}
    if field.place == "query":
        value = parse_qs(urlsplit(exchange.request.url).query, keep_blank_values=True)
    elif field.place == "body":
        value = {}
        with suppress(ValueError):
            value = json.loads(exchange.request.body or b"{}")
    for step in field.steps:
        key = step.lower() if field.place == "header" else step
        try:
            value = value[0] if step == ITEM else value[key]
        except (LookupError, TypeError):
            return False
    return True


def unsent(outcomes):
    """Return each operation and field that no request of the outcomes has."""
    exchanges = {}
    for outcome in outcomes:
        for each in outcome.exchanges:
            exchanges.setdefault(each.operation_id, []).append(each)
    return {
        (operation.id, field.name)
        for operation in load().operations
        for field in request_fields(load(), operation)
        if not any(is_sent(each, field) for each in exchanges.get(operation.id, ()))
    }


def is_exception(operation, field, exceptions=EXCEPTIONS):
    return any(
        fnmatchcase(operation, pattern) and f"{field}.".startswith(f"{name}.") for pattern, name in exceptions
    )


def test_each_exception_is_a_documented_field():
    fields = {
        (operation.id, field.name)
        for operation in load().operations
        for field in request_fields(load(), operation)
    }
    assert [each for each in EXCEPTIONS if not any(is_exception(*field, [each]) for field in fields)] == []


@pytest.mark.slow
def test_each_other_field_is_sent_by_a_check(harness):
    missing = unsent(harness.on_the_mock.values())
    assert sorted(each for each in missing if not is_exception(*each)) == []

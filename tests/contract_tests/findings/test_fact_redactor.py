"""Tests of `FactRedactor`: no text of any fact in a report keeps a secret."""

import types
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Literal, Union, get_args, get_origin, get_type_hints

import httpx
import pytest

from contract_tests.client.exchange import Exchange
from contract_tests.client.json_view import Source
from contract_tests.client.stream import StreamedExchange
from contract_tests.findings.fact_redactor import OURS, FactRedactor
from contract_tests.findings.finding import Finding
from contract_tests.findings.result import Result
from contract_tests.report.model import Report, Subject
from contract_tests.report.publish import FORMATS

VALUE = "key-of-alice"
GATE = FactRedactor.of([{"x-api-key": VALUE}])


@dataclass(frozen=True)
class NewKind:
    """A fact that a later report might contain."""

    text: str
    nested: tuple[Mapping[str, Finding | None], ...]


def filled(kind, name=""):  # noqa: PLR0911 - one for each kind of type
    """Return a value of the type with the secret in every text that the target may have sent."""
    origin, inner = get_origin(kind), get_args(kind)
    if name in OURS or kind in {int, float, bool}:
        return {int: 1, float: 1.0, bool: True}.get(kind, inner[0] if origin is Literal else "ours")
    if origin in {Union, types.UnionType}:
        return filled(inner[0])
    if origin is Literal:
        return inner[0]
    if origin is tuple:
        return tuple(map(filled, [each for each in inner if each is not ...]))
    if origin is not None:
        return {filled(inner[0]): filled(inner[1])}
    if kind in {str, bytes}:
        return kind(VALUE, "ascii") if kind is bytes else VALUE
    if kind is httpx.Headers:
        return httpx.Headers({"location": VALUE})
    if kind is Source:
        return Source()
    if issubclass(kind, Enum):
        return next(iter(kind))
    hints = get_type_hints(kind)
    return kind(**{each.name: filled(hints[each.name], each.name) for each in fields(kind) if each.init})


def texts(value):
    """Yield every text in a value, at any depth."""
    if isinstance(value, str | bytes):
        yield value if isinstance(value, str) else value.decode()
    elif isinstance(value, httpx.Headers):
        yield from value.values()
    elif isinstance(value, Mapping):
        yield from (text for pair in value.items() for part in pair for text in texts(part))
    elif isinstance(value, tuple | list):
        yield from (text for each in value for text in texts(each))
    elif hasattr(value, "__dataclass_fields__"):
        yield from (text for each in fields(value) for text in texts(getattr(value, each.name)))


KINDS = (Finding, Result, Subject, Exchange, StreamedExchange, NewKind)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_field_passes_with_a_secret(kind):
    value = filled(kind)
    assert any(VALUE in text for text in texts(value))
    assert not [text for text in texts(GATE.redacted(value)) if VALUE in text]


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_shows_a_secret(form):
    report = Report.of(
        GATE.redacted(filled(Subject)), [], [GATE.redacted(filled(Result))], GATE.redacted((VALUE,))
    )
    assert VALUE not in FORMATS[form](report)


def test_texts_of_the_contract_stay_unchanged():
    redactor = FactRedactor.of([{"x-api-key": "threads"}])
    result = redactor.result(
        id="threads.get", kind="semantic", check="threads.get", operation="x", verdict=None, reason="threads"
    )
    assert (result.check, result.reason) == ("threads.get", "$X_API_KEY")


def test_a_type_that_hides_its_texts_is_rejected():
    with pytest.raises(TypeError):
        GATE.redacted(object())

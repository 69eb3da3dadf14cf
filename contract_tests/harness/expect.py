"""Assertions about responses that many checks share."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

import httpx

from contract_tests.client.exchange import INVALID_STATUSES, Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import RequestRefused, RequirementNotMet
from contract_tests.harness.check_context import CheckContext
from contract_tests.text.visible import pointed


def offered(ctx: CheckContext, exchange: Exchange, *, other: bool = False) -> Exchange:
    """Require a positive control, as `CheckContext.need` does. The other owner may be refused."""
    return exchange if other and is_refused(exchange) else ctx.need(exchange)


FORBIDDEN_OR_HIDDEN = (404, 403)
"""Statuses of a response to a stranger. Only 404 hides that the resource exists."""


def is_refused(exchange: Exchange) -> bool:
    """Return whether the target refuses a request about another owner's resource."""
    return exchange.status in FORBIDDEN_OR_HIDDEN


MAX_VALUE_CHARS = 80
"""Maximum characters of a value in a finding."""


def status(ctx: CheckContext, exchange: Exchange, *expected: int) -> None:  # noqa: ARG001 - as all others
    """Require one of the statuses. The body may be anything.

    Raises:
        RequestRefused: the request had to succeed, but was rejected as invalid. One of its fields may be why.
        RequirementNotMet: the response has another status.

    """
    if exchange.status in expected:
        return
    if exchange.status in INVALID_STATUSES and all(map(httpx.codes.is_success, expected)):
        raise RequestRefused(exchange)
    raise RequirementNotMet(" or ".join(map(str, expected)), exchange.summary, exchange, is_about_status=True)


def success(ctx: CheckContext, exchange: Exchange, expected: int = 200) -> None:
    """Require the status and the documented schema."""
    status(ctx, exchange, expected)
    ctx.validated(exchange)


def equal(ctx: CheckContext, exchange: Exchange, found: Json, expected: Json, pointer: str = "") -> None:
    """Require equal values. Use it only for values that are the same in every run, since reports must be."""
    ctx.expect(
        is_same(found, expected),
        expected=shown(expected),
        received=shown(found),
        exchange=exchange,
        pointer=pointer,
    )


def is_same(found: Json, expected: Json) -> bool:
    """Return whether two values are equal. Two texts that denote the same instant are."""
    if isinstance(found, Mapping) and isinstance(expected, Mapping):
        return found.keys() == expected.keys() and all(
            is_same(found[name], expected[name]) for name in expected
        )
    if isinstance(found, list | tuple) and isinstance(expected, list | tuple):
        return len(found) == len(expected) and all(map(is_same, found, expected))
    if found == expected or not isinstance(found, str) or not isinstance(expected, str):
        return bool(found == expected)
    instant = _instant(found)
    return instant is not None and instant == _instant(expected)


def _instant(text: str) -> datetime | None:
    """Return the instant that a text denotes; `None` for any other text."""
    with suppress(ValueError):
        instant = datetime.fromisoformat(text)
        return instant if instant.tzinfo else None
    return None


def shown(value: Json) -> str:
    text = json.dumps(value)
    return text if len(text) <= MAX_VALUE_CHARS else f"{text[:MAX_VALUE_CHARS]}…"


def difference(found: Json, expected: Json) -> str:
    """Return the found value, or of a long one the first part that differs."""
    if len(json.dumps(found)) <= MAX_VALUE_CHARS:
        return shown(found)
    part, place = _first_difference(found, expected)
    return f"{part} at {pointed(place)}" if place else part


def _first_difference(found: Json, expected: Json, *place: str) -> tuple[str, tuple[str, ...]]:
    if isinstance(found, Mapping) and isinstance(expected, Mapping):
        for name in (*expected, *found):
            if name not in found:
                return "no such field", (*place, name)
            if name not in expected:
                return shown(found[name]), (*place, name)
            if not is_same(found[name], expected[name]):
                return _first_difference(found[name], expected[name], *place, name)
    if isinstance(found, list | tuple) and isinstance(expected, list | tuple):
        for number, (one, other) in enumerate(zip(found, expected, strict=False)):
            if not is_same(one, other):
                return _first_difference(one, other, *place, str(number))
        return f"{len(found)} items instead of {len(expected)}", place
    return shown(found), place


def sequence_difference(found: Sequence[Json], expected: Sequence[Json], noun: str = "event") -> str:
    """Return how many there are, and the first that differs."""
    count = f"{len(found)} {noun}" + ("" if len(found) == 1 else "s")
    for number, (one, other) in enumerate(zip(found, expected, strict=False), start=1):
        if not is_same(one, other):
            return f"{count}; number {number} is {difference(one, other)}"
    if len(found) > len(expected):
        return f"{count}; number {len(expected) + 1} is {shown(found[len(expected)])}"
    return f"{count}; number {len(found) + 1} is missing"


def unpaired(begun: Sequence[Json], ended: Sequence[Json], noun: str) -> str:
    """Return how many parts begin and end, and how many do only one of both."""
    only_begun, only_ended = Counter(begun) - Counter(ended), Counter(ended) - Counter(begun)
    counts = f"starts of {noun}s: {len(begun)}, ends: {len(ended)}"
    return f"{counts}; {only_begun.total()} without an end, {only_ended.total()} without a start"


def not_later(after: datetime, before: datetime) -> str:
    """Return how a time that should be later relates to the one before."""
    return "the same time" if after == before else "an earlier time"


def numbered(  # noqa: PLR0917 - as `equal`, and the noun
    ctx: CheckContext,
    exchange: Exchange,
    found: Sequence[int],
    expected: Sequence[int],
    noun: str,
    pointer: str = "",
) -> None:
    """Require these resources of the check, by number: 1 is the oldest, 0 is unknown."""
    ctx.expect(
        list(found) == list(expected),
        expected=_listed(expected, noun),
        received=_numbers_difference(found, expected, noun),
        exchange=exchange,
        pointer=pointer,
    )


def _numbers_difference(found: Sequence[int], expected: Sequence[int], noun: str) -> str:
    """Return what was found too much and too little, or the order."""
    missing, more = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    strangers = more.pop(0, 0)
    unknown = f"1 {noun} that does not" if strangers == 1 else f"{strangers} {noun}s that do not"
    parts = [
        f"not {_listed(sorted(missing.elements()), noun)}" if missing else "",
        f"also {_listed(sorted(more.elements()), noun)}" if more else "",
        f"also {unknown} match" if strangers else "",
    ]
    return ", ".join(filter(None, parts)) or _listed(found, noun)


def _listed(numbers: Sequence[int], noun: str) -> str:
    if not numbers:
        return f"0 {noun}s"
    return f"{noun}{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers))}"


def same_as(
    ctx: CheckContext, exchange: Exchange, found: Json, expected: Json, *, what: str, pointer: str = ""
) -> None:
    """Require equal values that the target generates: the report describes the expected one as `what`."""
    ctx.expect(
        is_same(found, expected),
        expected=what,
        received=difference(found, expected),
        exchange=exchange,
        pointer=pointer,
    )


def state_values(ctx: CheckContext, exchange: Exchange, found: Json, state: Exchange) -> None:
    same_as(ctx, exchange, found, state.json["values"], what="the values of the state")

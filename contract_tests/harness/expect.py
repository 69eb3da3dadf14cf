"""Assertions about responses that many checks share."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import RequirementNotMet
from contract_tests.harness.check_context import CheckContext


def offered(ctx: CheckContext, exchange: Exchange) -> Exchange:
    """Require a positive control, as `CheckContext.need` does."""
    return ctx.need(exchange)


MAX_VALUE_CHARS = 80
"""Maximum characters of a value in a finding."""


def status(ctx: CheckContext, exchange: Exchange, *wanted: int) -> None:  # noqa: ARG001 - as all others
    """Require one of the statuses, whatever the body of the response."""
    if exchange.status not in wanted:
        raise RequirementNotMet(
            " or ".join(map(str, wanted)), exchange.summary, exchange, is_about_status=True
        )


def success(ctx: CheckContext, exchange: Exchange, wanted: int = 200) -> None:
    """Require the status and the documented schema."""
    status(ctx, exchange, wanted)
    ctx.validated(exchange)


def equal(ctx: CheckContext, exchange: Exchange, found: Json, wanted: Json, pointer: str = "") -> None:
    """Require equal values. Use it only for values that are the same in every run, since reports must be."""
    ctx.expect(
        is_same(found, wanted),
        expected=shown(wanted),
        received=shown(found),
        exchange=exchange,
        pointer=pointer,
    )


def is_same(found: Json, wanted: Json) -> bool:
    """Return whether two values are equal. Two texts that denote the same instant are."""
    if isinstance(found, Mapping) and isinstance(wanted, Mapping):
        return found.keys() == wanted.keys() and all(is_same(found[name], wanted[name]) for name in wanted)
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(is_same, found, wanted))
    if found == wanted or not isinstance(found, str) or not isinstance(wanted, str):
        return bool(found == wanted)
    instant = _instant(found)
    return instant is not None and instant == _instant(wanted)


def _instant(text: str) -> datetime | None:
    """Return the instant that a text denotes; `None` for any other text."""
    with suppress(ValueError):
        instant = datetime.fromisoformat(text)
        return instant if instant.tzinfo else None
    return None


def shown(value: Json) -> str:
    text = json.dumps(value)
    return text if len(text) <= MAX_VALUE_CHARS else f"{text[:MAX_VALUE_CHARS]}…"


def same_as(
    ctx: CheckContext, exchange: Exchange, found: Json, wanted: Json, *, what: str, pointer: str = ""
) -> None:
    """Require equal values that the target generates: the report contains `what` in their place."""
    received = "something else" if found else "nothing"
    ctx.expect(is_same(found, wanted), expected=what, received=received, exchange=exchange, pointer=pointer)


def state_values(ctx: CheckContext, exchange: Exchange, found: Json, state: Exchange) -> None:
    same_as(ctx, exchange, found, state.json["values"], what="the values of the state")

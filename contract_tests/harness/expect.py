"""Assertions about responses that many checks share."""

import json

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.check_context import CheckContext


def offered(ctx: CheckContext, exchange: Exchange) -> Exchange:
    """Require a positive control, as `CheckContext.need` does."""
    return ctx.need(exchange)


MAX_VALUE_CHARS = 80
"""Maximum characters of a value in a finding."""


def status(ctx: CheckContext, exchange: Exchange, *wanted: int) -> None:
    expected = " or ".join(map(str, wanted))
    ctx.expect(exchange.status in wanted, expected=expected, received=exchange.summary, exchange=exchange)


def success(ctx: CheckContext, exchange: Exchange, wanted: int = 200) -> None:
    """Require the status and the documented schema."""
    status(ctx, exchange, wanted)
    ctx.validated(exchange)


def equal(ctx: CheckContext, exchange: Exchange, found: Json, wanted: Json, pointer: str = "") -> None:
    """Require equal values. Use it only for values that are the same in every run, since reports must be."""
    ctx.expect(
        found == wanted, expected=shown(wanted), received=shown(found), exchange=exchange, pointer=pointer
    )


def shown(value: Json) -> str:
    text = json.dumps(value)
    return text if len(text) <= MAX_VALUE_CHARS else f"{text[:MAX_VALUE_CHARS]}…"


def same_as(
    ctx: CheckContext, exchange: Exchange, found: Json, wanted: Json, *, what: str, pointer: str = ""
) -> None:
    """Require equal values that the target generates: the report contains `what` in their place."""
    received = "something else" if found else "nothing"
    ctx.expect(found == wanted, expected=what, received=received, exchange=exchange, pointer=pointer)


def state_values(ctx: CheckContext, exchange: Exchange, found: Json, state: Exchange) -> None:
    same_as(ctx, exchange, found, state.json["values"], what="the values of the state")

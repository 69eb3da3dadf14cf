"""Requesting the card of an unknown assistant fails with 404 or 400.

Why: Clients fetch the card first. If an unknown agent has a card, they register it, and fail at each message.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#53-recommended-location
"""

from contract_tests.actions.a2a import CARDS, card_of, create_agent
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.card.unknown", operations=CARDS, tier=3, feature="a2a")
def card_unknown(ctx: CheckContext) -> None:
    ctx.need(card_of(ctx, create_agent(ctx)))
    expect.status(ctx, card_of(ctx, ctx.new_id()), 404, 400)

"""Another owner's assistant has no card.

Why: A card describes what an agent can do, and where. A stranger should not even learn that the agent exists.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#54-security-of-agent-cards
"""

from contract_tests.actions.a2a import CARDS, card_of, create_agent
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.card.isolation", operations=CARDS, tier=3, feature="a2a", identities=2)
def card_isolation(ctx: CheckContext) -> None:
    foreign_agent = create_agent(ctx, other=True)
    ctx.need(card_of(ctx, foreign_agent, other=True))
    expect.status(ctx, card_of(ctx, foreign_agent), *expect.FORBIDDEN_OR_HIDDEN, 400)

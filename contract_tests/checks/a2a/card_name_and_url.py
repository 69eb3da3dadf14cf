"""The card of an agent has the name of its assistant and the URL that accepts its messages.

Why: Clients read from the card where to send messages. With a wrong URL, no message ever arrives; with a
wrong name, the orchestrator chooses the wrong agent.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#55-agentcard-object-structure
"""

from contract_tests.actions.a2a import CARDS, card_of, path_of
from contract_tests.actions.resources import create_assistant
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

NAME = "a planner of trips"


@check("a2a.card.name_and_url", operations=CARDS, tier=3, feature="a2a")
def card_agent(ctx: CheckContext) -> None:
    assistant = create_assistant(ctx, name=NAME)
    card = ctx.need(card_of(ctx, assistant["assistant_id"]))
    expect.equal(ctx, card, card.json["name"], NAME, "/name")
    expect.same_as(
        ctx,
        card,
        path_of(ctx, card.json["url"]),
        f"/a2a/{assistant['assistant_id']}",
        what="the path of the agent",
        pointer="/url",
    )

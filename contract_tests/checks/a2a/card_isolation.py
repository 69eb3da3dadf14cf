"""Another owner's assistant has no card.

Why: A card describes what an agent can do, and where. A stranger should not even learn that the agent exists.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#54-security-of-agent-cards
"""

from contract_tests.actions.a2a import CARDS, agent, card_of
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.card.isolation", operations=CARDS, tier=3, feature="a2a", identities=2)
def card_isolation(trial: Trial) -> None:
    theirs = agent(trial, other=True)
    trial.need(card_of(trial, theirs, other=True))
    expect.status(trial, card_of(trial, theirs), 404, 400)

"""Requesting the card of an unknown assistant fails with 404 or 400.

Why: Clients fetch the card first. If an unknown agent has a card, they register it, and fail at each message.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#53-recommended-location
"""

from contract_tests.actions.a2a import CARDS, agent, card_of
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.card.unknown", operations=CARDS, tier=3, feature="a2a")
def card_unknown(trial: Trial) -> None:
    trial.need(card_of(trial, agent(trial)))
    expect.status(trial, card_of(trial, trial.new_id()), 404, 400)

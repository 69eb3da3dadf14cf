"""There is no card of an assistant that there is not: 404, or 400."""

from contract_tests import demand
from contract_tests.agent_use import CARDS, agent, card_of
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("a2a.card.unknown", operations=CARDS, tier=3, feature="a2a")
def card_unknown(trial: Trial) -> None:
    trial.need(card_of(trial, agent(trial)))
    demand.status(trial, card_of(trial, trial.new_id()), 404, 400)

"""What many rules demand of an answer, in the same words."""

import json

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import NotOffered
from contract_tests.harness.trial import Trial


def offered(trial: Trial, exchange: Exchange) -> Exchange:
    """Demand a positive control, as `Trial.need` does, of an operation that the target may not have."""
    if trial.operation.feature is not None and exchange.is_lacking:
        raise NotOffered(f"the target lacks the feature {trial.operation.feature}", exchange)
    return trial.need(exchange)


LONGEST = 80
"""Characters of a value that a finding shows."""


def status(trial: Trial, exchange: Exchange, *wanted: int) -> None:
    expected = " or ".join(map(str, wanted))
    trial.expect(exchange.status in wanted, expected=expected, received=exchange.summary, exchange=exchange)


def success(trial: Trial, exchange: Exchange, wanted: int = 200) -> None:
    """The status, as the rule demands it; and the documented shape."""
    status(trial, exchange, wanted)
    trial.shaped(exchange)


def same(trial: Trial, exchange: Exchange, found: Json, wanted: Json, pointer: str = "") -> None:
    """Only for values that are the same in every run: reports have to be."""
    trial.expect(
        found == wanted, expected=shown(wanted), received=shown(found), exchange=exchange, pointer=pointer
    )


def shown(value: Json) -> str:
    text = json.dumps(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def alike(
    trial: Trial, exchange: Exchange, found: Json, wanted: Json, *, what: str, pointer: str = ""
) -> None:
    """For values that the target makes up: a report says whose they are, not what they are."""
    received = "something else" if found else "nothing"
    trial.expect(found == wanted, expected=what, received=received, exchange=exchange, pointer=pointer)


def state_values(trial: Trial, exchange: Exchange, found: Json, state: Exchange) -> None:
    alike(trial, exchange, found, state.json["values"], what="the values of the state")

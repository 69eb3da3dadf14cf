"""Assertions about responses that many checks share."""

import json

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import NotOffered
from contract_tests.harness.trial import Trial


def offered(trial: Trial, exchange: Exchange) -> Exchange:
    """Require a positive control, as `Trial.need` does, of an operation that the target may lack."""
    if trial.operation.feature is not None and exchange.is_lacking:
        raise NotOffered(f"the target lacks the feature {trial.operation.feature}", exchange)
    return trial.need(exchange)


LONGEST = 80
"""Maximum characters of a value in a finding."""


def status(trial: Trial, exchange: Exchange, *wanted: int) -> None:
    expected = " or ".join(map(str, wanted))
    trial.expect(exchange.status in wanted, expected=expected, received=exchange.summary, exchange=exchange)


def success(trial: Trial, exchange: Exchange, wanted: int = 200) -> None:
    """Require the status and the documented schema."""
    status(trial, exchange, wanted)
    trial.shaped(exchange)


def same(trial: Trial, exchange: Exchange, found: Json, wanted: Json, pointer: str = "") -> None:
    """Require equal values. Use it only for values that are the same in every run, since reports must be."""
    trial.expect(
        found == wanted, expected=shown(wanted), received=shown(found), exchange=exchange, pointer=pointer
    )


def shown(value: Json) -> str:
    text = json.dumps(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def alike(
    trial: Trial, exchange: Exchange, found: Json, wanted: Json, *, what: str, pointer: str = ""
) -> None:
    """Require equal values that the target generates: the report contains `what` in their place."""
    received = "something else" if found else "nothing"
    trial.expect(found == wanted, expected=what, received=received, exchange=exchange, pointer=pointer)


def state_values(trial: Trial, exchange: Exchange, found: Json, state: Exchange) -> None:
    alike(trial, exchange, found, state.json["values"], what="the values of the state")

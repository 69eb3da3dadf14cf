"""A feature: a group of operations that a target may lack. Its absence is told apart from a failure."""

from http import HTTPStatus

from contract_tests.exchange import Exchange
from contract_tests.finding import NotOffered
from contract_tests.trial import Trial

LACKING = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}
"""How a target answers an operation that it does not have."""


def offered(trial: Trial, exchange: Exchange) -> Exchange:
    """Demand a positive control, as `Trial.need` does, of an operation that the target may not have."""
    if trial.operation.feature is not None and exchange.status in LACKING:
        raise NotOffered(f"the target lacks the feature {trial.operation.feature}", exchange)
    return trial.need(exchange)

"""A feature: a group of operations that a target may lack. Its absence is told apart from a failure."""

from contract_tests.exchange import Exchange
from contract_tests.finding import NotOffered
from contract_tests.trial import Trial


def offered(trial: Trial, exchange: Exchange) -> Exchange:
    """Demand a positive control, as `Trial.need` does, of an operation that the target may not have."""
    if trial.operation.feature is not None and exchange.is_lacking:
        raise NotOffered(f"the target lacks the feature {trial.operation.feature}", exchange)
    return trial.need(exchange)

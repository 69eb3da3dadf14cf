"""Probes of operations, which distinguish those that the target lacks or forbids from those that fail.

A feature is a group of operations that a target may lack; one of them is probed before the feature is
checked. All other operations are required. Each is probed once, with the smallest valid request, when a
response suggests that it is missing, so that a missing operation fails none of the checks that use it.
"""

import os
from collections.abc import Iterable
from http import HTTPStatus

from contract_tests.client.exchange import Exchange
from contract_tests.client.operation_request import Question, Unsendable
from contract_tests.client.target import OutOfTime
from contract_tests.contract import Operation
from contract_tests.findings.finding import (
    Broken,
    CutShort,
    Finding,
    Inconclusive,
    InvalidRequest,
    NotOffered,
    NotTestable,
    Skipped,
)
from contract_tests.generation.prerequisites import plain
from contract_tests.generation.scripted import control
from contract_tests.harness.setting import Setting
from contract_tests.harness.trial import Trial

DOUBTFUL = (
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_IMPLEMENTED,
)

NO_ROUTE = (None, "", "Not Found")
"""Details that frameworks send for an unknown path. For a missing resource, servers name the resource."""

UNUSABLE = (LookupError, TypeError, AttributeError, ValueError, InvalidRequest, Unsendable, Broken)
"""Exceptions raised by a response that does not match the contract."""


def offered(operation: Operation, setting: Setting) -> None:
    """Require that the target has the operation, if it belongs to a feature that a target may lack.

    Raises:
        NotOffered: the target lacks the feature.
        Skipped: the target forbids it.

    """
    if operation.feature is None:
        return
    if setting.flags.deny(operation.feature, setting.target):
        raise NotOffered(f"the target lacks the feature {operation.feature}")
    asked = control(operation, setting.contract)
    answer = _answer(asked, setting)
    if answer and _is_unknown(asked, answer):
        raise NotOffered(f"the target lacks the feature {operation.feature}")
    _allowed(operation, answer)


def sifted(trial: Trial, findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], Inconclusive | None]:
    """Return the findings that remain, and the reason why the check proves nothing else about the target.

    Only responses of operations that the target lacks or forbids prove nothing. Every other finding remains.
    """
    asked = {each.operation_id for each in trial.exchanges if each.status in DOUBTFUL and each.operation_id}
    ends = {name: end for name in sorted(asked) if (end := _end(trial, name)) is not None}
    stand = tuple(
        each
        for each in findings
        if each.exchange.status not in DOUBTFUL
        or (each.exchange.operation_id or trial.operation.id) not in ends
    )
    return stand, next(iter(ends.values()), None)


def _end(trial: Trial, name: str) -> Inconclusive | None:
    """Return why a response of the operation proves nothing; `None` if the target offers the operation."""
    operation = trial.setting.contract.by_id[name]
    try:
        answer = _answer(operation, trial.setting)
        if answer and _is_unknown(operation, answer):
            is_own = operation.id == trial.operation.id
            return (NotOffered if is_own else NotTestable)(f"the target lacks {name}")
        _allowed(operation, answer)
    except Skipped as forbidden:
        return forbidden
    except OutOfTime as over:
        return CutShort(str(over))
    return None


def _answer(operation: Operation, setting: Setting) -> Exchange | None:
    """Return the response to the smallest valid request; `None` if its prerequisites can't be created.

    The probe has a separate context, so that the exchanges of a check do not depend on the order of checks.
    """
    if operation.id not in setting.offers:
        setting.offers[operation.id] = None
        # Each process probes for itself: with one name for all, two would create resources of one id.
        with Trial(setting.unjudged, operation, f"offered[{operation.id}] by {os.getpid()}") as trial:
            setting.offers[operation.id] = _asked(trial, operation)
    return setting.offers[operation.id]


def _asked(trial: Trial, operation: Operation) -> Exchange | None:
    try:
        return _head(trial, operation, plain(operation, trial))
    except NotOffered as lacking:  # another operation of the feature, which the probe requires
        return lacking.exchange
    except (Inconclusive, *UNUSABLE):
        # the operation may be one of its own prerequisites: then its response is there already
        answers = (each for each in reversed(trial.exchanges) if each.operation_id == operation.id)
        return next(answers, None)


def _head(trial: Trial, operation: Operation, question: Question) -> Exchange:
    """Send the request, and close the response before reading events."""
    with trial.reading(operation.id, **vars(question)) as reader:
        pass
    return reader.exchange


def _is_unknown(operation: Operation, answer: Exchange) -> bool:
    if answer.status != HTTPStatus.NOT_FOUND:
        return answer.is_lacking and answer.status not in operation.responses
    said = answer.json
    return not isinstance(said, dict) or said.get("detail") in NO_ROUTE


def _allowed(operation: Operation, answer: Exchange | None) -> None:
    if answer and answer.status == HTTPStatus.FORBIDDEN:
        raise Skipped(f"the target forbids {operation.id} with these credentials")

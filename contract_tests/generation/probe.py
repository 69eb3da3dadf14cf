"""What the target offers: an operation that it lacks, or forbids, is told apart from one that fails.

A feature is a group of operations that a target may lack: before anything is said of them it is asked for
one. All others a target should have. Whether it has one is asked when an answer raises the doubt, once, with
the least that it can be asked: so one that is missing fails none of the rules that make use of it.
"""

from collections.abc import Iterable
from http import HTTPStatus

from contract_tests.client.exchange import Exchange
from contract_tests.client.operation_request import Unsendable
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
from contract_tests.harness.trial import Setting, Trial

DOUBTFUL = (
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_IMPLEMENTED,
)

NO_ROUTE = (None, "", "Not Found")
"""What frameworks say of a path that they do not know. Of a thing that is not there, servers say which."""

UNUSABLE = (LookupError, TypeError, AttributeError, ValueError, InvalidRequest, Unsendable, Broken)
"""What comes of an answer of another shape than the contract has."""


def offered(operation: Operation, setting: Setting) -> None:
    """Make sure that the target has the operation, if it is of a feature that a target may lack.

    Raises:
        NotOffered: it has not.
        Skipped: it does not let us.

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
    """Return the findings that stand, and why the trial says nothing more about the target.

    Only the response of an operation that the target lacks or forbids proves nothing. Every other finding
    stands, whatever else the target lacks.
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
    """Why a response of the operation proves nothing; `None` if the target offers the operation."""
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
    """To the least that it can be asked; `None` if that needs what can't be had.

    It is asked by a trial of its own: what a rule has said does not depend on which rule came first.
    """
    if operation.id not in setting.offers:
        setting.offers[operation.id] = None
        with Trial(setting, operation, f"offered[{operation.id}]", strict=False) as trial:
            setting.offers[operation.id] = _asked(trial, operation)
    return setting.offers[operation.id]


def _asked(trial: Trial, operation: Operation) -> Exchange | None:
    try:
        return trial.knock(operation, plain(operation, trial))
    except NotOffered as lacking:  # another one of its feature, without which there is nothing to ask about
        return lacking.exchange
    except (Inconclusive, *UNUSABLE):
        # it may be needed itself for what it is asked about, and not be there: that is an answer, too
        answers = (each for each in reversed(trial.exchanges) if each.operation_id == operation.id)
        return next(answers, None)


def _is_unknown(operation: Operation, answer: Exchange) -> bool:
    if answer.status != HTTPStatus.NOT_FOUND:
        return answer.is_lacking and answer.status not in operation.responses
    said = answer.json
    return not isinstance(said, dict) or said.get("detail") in NO_ROUTE


def _allowed(operation: Operation, answer: Exchange | None) -> None:
    if answer and answer.status == HTTPStatus.FORBIDDEN:
        raise Skipped(f"the target forbids {operation.id} to these credentials")

"""The scripted core: provokes each status that an operation documents, the same way on every target.

The script knows no operation by name. It reads the contract: a plain request, one with each parameter that
has an example, the same id twice, an unknown id, another owner's, a malformed one, wrong types, and no
credentials.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Literal

from contract_tests.contract import Operation
from contract_tests.feature import LACKING
from contract_tests.finding import NotOffered
from contract_tests.provision import plain
from contract_tests.question import Question
from contract_tests.target import Owner
from contract_tests.trial import Trial

MALFORMED = "not-a-uuid"


@dataclass(frozen=True)
class Step:
    question: Question
    outcome: Literal["success", "refusal", "either"]
    """What the contract says of such a request."""
    owner: Owner = "first"


def offered(operation: Operation, trial: Trial) -> None:
    """Make sure that the target has the operation, if it is of a feature that a target may lack.

    Raises:
        NotOffered: it has not.

    """
    if operation.feature is not None:
        answer = trial.ask(operation, plain(operation, trial))
        if answer.status in LACKING:
            raise NotOffered(f"the target lacks the feature {operation.feature}", answer)


def script(operation: Operation, trial: Trial) -> Iterator[Step]:
    """Requests to send one after the other."""
    yield from _successes(operation, trial)
    question = plain(operation, trial)
    if HTTPStatus.CONFLICT in operation.responses and not question.path:
        taken = replace(question, body={**question.body, "thread_id": trial.new_id()})
        yield Step(taken, "success")
        yield Step(taken, "either")
    if "thread_id" in question.path:
        yield Step(_to(question, trial.new_id()), "either")
        yield Step(_to(question, MALFORMED), "refusal")
    yield from _foreign(question, trial)
    yield from _wrong_types(operation, question)
    if trial.setting.target.identities[0]:
        yield Step(question, "either", owner="nobody")


def _successes(operation: Operation, trial: Trial) -> Iterator[Step]:
    yield Step(plain(operation, trial), "success")
    for parameter in operation.parameters:
        if "example" in parameter:
            question = plain(operation, trial)
            given = {parameter["name"]: parameter["example"]}
            place = "headers" if parameter["in"] == "header" else "query"
            yield Step(replace(question, **{place: given}), "success")


def _to(question: Question, thread_id: str) -> Question:
    return replace(question, path={**question.path, "thread_id": thread_id})


def _foreign(question: Question, trial: Trial) -> Iterator[Step]:
    """A body that names a thread of another owner."""
    several = len(trial.setting.target.identities) > 1
    if several and isinstance(question.body, dict) and "thread_ids" in question.body:
        foreign = trial.create_thread(other=True)["thread_id"]
        yield Step(replace(question, body={**question.body, "thread_ids": [foreign]}), "either")


def _wrong_types(operation: Operation, question: Question) -> Iterator[Step]:
    if operation.body is not None:
        yield Step(replace(question, body=["no object"]), "refusal")
        yield Step(replace(question, body=b"{"), "refusal")
    for parameter in operation.parameters:
        if parameter["in"] == "query" and parameter["schema"].get("type") == "integer":
            yield Step(replace(question, query={parameter["name"]: "many"}), "refusal")

"""Scripted requests that provoke each documented status of an operation, the same on every target.

The script contains no operation names. It reads the contract: a minimal request, one with each parameter that
has an example, the body's examples, the same id twice, an unknown id, another owner's, a malformed one,
wrong types, and no credentials.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Literal

from contract_tests.actions.resources import create_thread
from contract_tests.client.operation_request import Question
from contract_tests.client.target import Owner
from contract_tests.contract import Contract, Json, Operation
from contract_tests.generation.prerequisites import Provision, plain
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import CREATING_UNDER_AN_ID, STARTING_RUNS

MALFORMED = "not-a-uuid"
NO_GRAPH = "no-such-graph"

IDS = ("thread_id", "run_id", "assistant_id", "cron_id")
"""Path parameters that refer to a resource."""


@dataclass(frozen=True)
class Step:
    question: Question
    outcome: Literal["success", "refusal", "unauthorized", "either"]
    """Outcome that the contract documents for such a request."""
    is_least: bool = False
    """True for the smallest valid request, which no server has a reason to reject."""
    owner: Owner = "first"


def control(operation: Operation, contract: Contract) -> Operation:
    """Return the operation, or another one of its feature if the contract documents no success for it."""
    others = (each for each in contract.operations if each.feature == operation.feature)
    return next((each for each in (operation, *others) if each.success), operation)


def script(operation: Operation, trial: Trial) -> Iterator[Step]:
    """Yield the requests in the order in which to send them."""
    yield from _successes(operation, trial)
    provision = Provision(trial)
    question = plain(operation, trial, provision)
    yield from _conflict(operation, trial, provision, question)
    yield from _elsewhere(operation, trial, question)
    yield from _foreign(question, trial)
    yield from _wrong_types(operation, question)
    if trial.setting.target.identities[0]:
        yield Step(question, _of_nobody(operation, trial), owner="nobody")


def _of_nobody(operation: Operation, trial: Trial) -> Literal["unauthorized", "either"]:
    may_refuse = HTTPStatus.UNAUTHORIZED in operation.responses
    return "unauthorized" if may_refuse and trial.setting.guard.is_up(trial.setting.target) else "either"


def _successes(operation: Operation, trial: Trial) -> Iterator[Step]:
    yield Step(plain(operation, trial), "success", is_least=True)
    for parameter in operation.parameters:
        if "example" in parameter:
            question = plain(operation, trial)
            place = "headers" if parameter["in"] == "header" else "query"
            given = {**getattr(question, place), parameter["name"]: parameter["example"]}
            yield Step(replace(question, **{place: given}), "success")
    for body in trial.setting.contract.whole(operation.body or {}).get("examples", ())[1:]:
        yield Step(replace(plain(operation, trial), body=body), "success")


def _conflict(operation: Operation, trial: Trial, provision: Provision, question: Question) -> Iterator[Step]:
    """Yield requests that create the same id twice, or a run that must not wait on a busy thread."""
    if HTTPStatus.CONFLICT not in operation.responses or not isinstance(question.body, dict):
        return
    if name := CREATING_UNDER_AN_ID.get(operation.id):
        taken = _having(question, name, trial.new_id())
        yield Step(taken, "success")
        yield Step(taken, "either")
    elif operation.id in STARTING_RUNS and provision.run_id:
        yield Step(_having(question, "multitask_strategy", "reject"), "either")


def _elsewhere(operation: Operation, trial: Trial, question: Question) -> Iterator[Step]:
    """Yield requests for missing resources, by unknown and malformed ids."""
    for name in filter(question.path.__contains__, IDS):
        yield Step(_to(question, name, trial.new_id()), "either")
        malformed = _to(question, name, MALFORMED)
        is_refused = trial.setting.validity.breaches(operation, malformed)
        yield Step(malformed, "refusal" if is_refused else "either")
    if operation.body is None:
        return
    unknown = {"assistant_id": trial.new_id(), "graph_id": NO_GRAPH, "run_ids": [trial.new_id()]}
    for name in filter(_fields(operation, trial).__contains__, unknown):
        if CREATING_UNDER_AN_ID.get(operation.id) != name:
            yield Step(_having(question, name, unknown[name]), "either")


def _fields(operation: Operation, trial: Trial) -> Mapping[str, Json]:
    """Return the fields of the body, or of each of its items."""
    schema = trial.setting.contract.whole(operation.body)
    fields: Mapping[str, Json] = trial.setting.contract.whole(schema.get("items", schema))["properties"]
    return fields


def _having(question: Question, name: str, value: Json) -> Question:
    """Return the request with another field in the body, or in each of its items."""
    if isinstance(question.body, list):
        return replace(question, body=[{**each, name: value} for each in question.body])
    return replace(question, body={**question.body, name: value})


def _to(question: Question, name: str, value: str) -> Question:
    return replace(question, path={**question.path, name: value})


def _foreign(question: Question, trial: Trial) -> Iterator[Step]:
    """Yield a request whose body contains a thread of another owner."""
    several = len(trial.setting.target.identities) > 1
    if several and isinstance(question.body, dict) and "thread_ids" in question.body:
        foreign = create_thread(trial, other=True)["thread_id"]
        yield Step(replace(question, body={**question.body, "thread_ids": [foreign]}), "either")


def _wrong_types(operation: Operation, question: Question) -> Iterator[Step]:
    if operation.body is not None:
        yield Step(replace(question, body=["no object"]), "refusal")
        yield Step(replace(question, body=b"{"), "refusal")
    if any(each["in"] == "query" and each.get("required") for each in operation.parameters):
        yield Step(replace(question, query={}), "refusal")
    for parameter in operation.parameters:
        if parameter["in"] == "query" and parameter["schema"].get("type") == "integer":
            yield Step(replace(question, query={parameter["name"]: "many"}), "refusal")

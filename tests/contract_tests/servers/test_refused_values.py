"""Tests of servers that reject one documented value of one field: a finding names the field."""

import json
import random
from dataclasses import replace

import pytest
from miniatures.http_messages import refusing
from miniatures.miniature import Miniature
from miniatures.stage import stage
from servers.traits import refuses_value

from contract_tests import contract as contracts
from contract_tests.findings.finding import Verdict
from contract_tests.generation.documented_values import NAMING, DocumentedValues
from contract_tests.generation.fields import request_fields
from contract_tests.generation.graph_values import may_be_unusable
from contract_tests.generation.valid_requests import Generator
from contract_tests.operation_groups import STARTING_RUNS
from contract_tests.runner.generated_requests import OperationCheck
from contract_tests.validation.request import Validity

CONTRACT = contracts.load()
USUAL = 8
"""Values that are rejected in every run of the tests; the others are rejected every week."""

STATUSES = (400, 409, 422, 501)
NEVER_SENT = {
    ("cancel_runs", "/body/status"),  # would cancel the runs of others
    *((name, "/body/enabled") for name in ("create_cron", "create_thread_cron", "update_cron")),
    *((name, "/body/on_completion") for name in STARTING_RUNS),  # would leave a thread
}
"""Fields of which some values would affect others, or outlive the check."""


def documented(seed, count):
    """Return a sample of operations, fields and values."""
    chance = random.Random(seed)  # noqa: S311 - it has to repeat
    known = [
        (operation.id, field, value)
        for operation in CONTRACT.operations
        for values in [DocumentedValues(CONTRACT, Validity(CONTRACT), operation)]
        for field in request_fields(CONTRACT, operation)
        if not field.is_required and not NAMING.search(field.name)
        if not values.contract.resolve(field.schema).get("x-may-refuse")
        and (operation.id, field.pointer) not in NEVER_SENT
        for value in values.values(field)
        if not may_be_unusable(field.pointer, value)
    ]
    return chance.sample(known, count) if count else known


@pytest.fixture(scope="module")
def mock():
    with stage() as built:
        yield built


def valid_phase(mock, miniature):
    with mock.run_context(miniature) as run_context:
        generator = Generator(CONTRACT, run_context.validity, seed=0)
        operation = CONTRACT.by_id[miniature.operation]
        return OperationCheck(run_context, generator, operation, "valid").run()


@pytest.mark.parametrize(
    ("operation_id", "field", "value", "status"),
    [
        pytest.param(
            *each,
            STATUSES[number % len(STATUSES)],
            id=f"{each[0]} {each[1].pointer} {json.dumps(each[2])}",
            marks=[pytest.mark.slow] if number >= USUAL else [],
        )
        for number, each in enumerate(documented(seed=14, count=25))
    ],
)
def test_refused_value_is_a_finding_that_names_the_field(mock, operation_id, field, value, status):
    trait = refuses_value(field, value, status)
    outcome = valid_phase(mock, Miniature("", operation_id, trait, frozenset({operation_id})))
    assert outcome.verdict is Verdict.FAIL, outcome.reason
    named = [each for each in outcome.findings if each.pointer == field.pointer]
    assert named, [(each.check, each.pointer, each.expected) for each in outcome.findings]
    assert all(each.level == "must" and field.name in each.expected for each in named)


def test_undocumented_success_blames_no_field(mock):
    async def answers_200(inner, request):
        response = await inner(request)
        return replace(response, status=200) if response.ok else response

    outcome = valid_phase(mock, Miniature("", "put_item", answers_200, frozenset({"put_item"})))
    assert {(each.check, each.pointer) for each in outcome.findings} == {("shape.status", "status 200")}


def test_conflict_with_what_exists_blames_no_field(mock):
    """Some servers keep one assistant of each graph and config."""
    known = set()

    async def keeps_one_of_each(inner, request):
        body = request.json
        content = json.dumps([body.get("graph_id"), body.get("config")], sort_keys=True)
        if content in known:
            return refusing(409, "exists")
        response = await inner(request)
        if response.ok:
            known.add(content)
        return response

    operation = frozenset({"create_assistant"})
    outcome = valid_phase(mock, Miniature("", "create_assistant", keeps_one_of_each, operation))
    assert {each.pointer for each in outcome.findings} <= {""}

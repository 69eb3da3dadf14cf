"""Tests of servers with other responses than the reference server that the contract tolerates: no finding."""

import re
from dataclasses import replace

import pytest
from miniatures.http_messages import refusing
from miniatures.miniature import Miniature
from miniatures.stage import stage

from contract_tests import contract as contracts
from contract_tests.findings.finding import Verdict
from contract_tests.generation.valid_requests import Generator
from contract_tests.runner.generated_requests import OperationCheck

CONTRACT = contracts.load()

UUID = re.compile(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")


async def confirms_deletions(mock, request):
    """Return a JSON document for a deletion."""
    response = await mock(request)
    return response.with_json({"status": "deleted"}, 200) if response.status == 204 else response


async def answers_cancellations_with_nothing(mock, request):
    """Return 204, whether or not the client waits for the end of the run."""
    response = await mock(request)
    return replace(response, status=204, headers={}, content=b"") if response.ok else response


async def needs_a_duration(mock, request):
    """Reject a time to live without a duration."""
    ttl = request.json.get("ttl") if isinstance(request.json, dict) else None
    if isinstance(ttl, dict) and "ttl" not in ttl:
        return refusing(422, "ttl.ttl is required")
    return await mock(request)


def needs(name):
    async def needs_the_field(mock, request):
        """Reject a body in which the field is null or absent."""
        is_given = isinstance(request.json, dict) and request.json.get(name) is not None
        return await mock(request) if is_given else refusing(422, f"{name} is required")

    return needs_the_field


async def validates_options(mock, request):
    """Reject options of the event stream whose type is wrong, and each invalid body with 422."""
    body = request.json if isinstance(request.json, dict) else {}
    types = {"depth": int, "since": int, "namespaces": list}
    for name, kind in types.items():
        if name in body and not isinstance(body[name], kind):
            return refusing(422, f"{name} has the wrong type")
    response = await mock(request)
    return replace(response, status=422) if response.status == 400 else response


async def resumes_nothing_alone(mock, request):
    """Reject a stateless run that resumes one, as the unknown thread that it would have."""
    command = request.json.get("command") if isinstance(request.json, dict) else None
    is_resuming = isinstance(command, dict) and "resume" in command
    return refusing(404, "Thread not found") if is_resuming else await mock(request)


async def reads_one_namespace(mock, request):
    """Reject a namespace whose labels are sent one by one."""
    is_repeated = isinstance(request.query.get("namespace"), list)
    return refusing(422, "namespace: a string is expected") if is_repeated else await mock(request)


async def requires_uuids(mock, request):
    """Reject the id of a checkpoint that is not a UUID."""
    checkpoint_id = request.path.rpartition("/")[2]
    return await mock(request) if UUID.fullmatch(checkpoint_id) else refusing(400, "checkpoint_id: no UUID")


async def rejects_the_past(mock, request):
    """Reject a cron that has ended."""
    end_time = request.json.get("end_time") if isinstance(request.json, dict) else None
    is_past = isinstance(end_time, str) and not end_time.startswith("20")
    return refusing(422, "end_time must be in the future") if is_past else await mock(request)


async def has_checkpoints_without_id(mock, request):
    """Show a checkpoint without an id in place of none."""
    response = await mock(request)
    if not response.ok or response.json["checkpoint"]:
        return response
    return response.with_json({**response.json, "checkpoint": {"checkpoint_id": None, "checkpoint_ns": ""}})


@pytest.fixture(scope="module")
def mock():
    with stage() as built:
        yield built


@pytest.mark.parametrize(
    ("operation_id", "difference"),
    [
        *((f"delete_{each}", confirms_deletions) for each in ("thread", "assistant", "thread_run", "cron")),
        ("cancel_thread_run", answers_cancellations_with_nothing),
        ("create_thread", needs_a_duration),
        ("update_thread", needs_a_duration),
        ("search_items", needs("namespace_prefix")),
        ("delete_item", needs("namespace")),
        ("stream_thread_events", validates_options),
        ("send_command", validates_options),
        *((f"{each}_run", resumes_nothing_alone) for each in ("create", "wait")),
        ("get_item", reads_one_namespace),
        ("get_state_at_checkpoint", requires_uuids),
        ("update_cron", rejects_the_past),
        ("get_state", has_checkpoints_without_id),
    ],
)
@pytest.mark.parametrize("phase", ["scripted", "valid", "invalid"])
def test_a_tolerated_response_is_not_a_finding(mock, operation_id, difference, phase):
    differing = Miniature("", operation_id, difference, frozenset({operation_id}))
    with mock.run_context(differing) as run_context:
        generator = Generator(CONTRACT, run_context.validity, seed=0)
        outcome = OperationCheck(run_context, generator, CONTRACT.by_id[operation_id], phase).run()
    assert [(each.check, each.pointer, each.received) for each in outcome.findings] == []
    assert outcome.verdict is Verdict.PASS, outcome.reason


def test_a_search_that_rejects_its_namespace_is_a_finding(mock):
    async def rejects_every_search(_mock, _request):
        return refusing(422, "namespace is required")

    differing = Miniature("", "search_items", rejects_every_search, frozenset({"search_items"}))
    with mock.run_context(differing) as run_context:
        generator = Generator(CONTRACT, run_context.validity, seed=0)
        outcome = OperationCheck(run_context, generator, CONTRACT.by_id["search_items"], "scripted").run()
    assert {(each.check, each.level) for each in outcome.findings} == {("shape.accepts_valid", "must")}

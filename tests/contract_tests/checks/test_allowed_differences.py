"""Servers that differ from the mock within the contract: their difference is no finding."""

from dataclasses import replace

import pytest
from miniatures.miniature import Miniature
from miniatures.stage import ITEMS, stage

from contract_tests.actions.assistants import DEFAULT_CONFIG
from contract_tests.findings.finding import Verdict

CONFIGS = ("create_assistant", "get_assistant", "update_assistant")


async def completes_configs(mock, request):
    """Answer with configs as `ensure_config` of langchain-core completes them."""
    response = await mock(request)
    if not response.ok:
        return response
    return response.with_json({**response.json, "config": {**DEFAULT_CONFIG, **response.json["config"]}})


EVENTS = ("send_command", "stream_thread_events")


async def hides_threads(mock, request):
    """Answer 404 about the threads of another owner, also to commands."""
    foreign = await mock(replace(request, method="GET", path=f"/threads/{request.thread_id}", content=b""))
    return foreign if foreign.status == 404 else await mock(request)


@pytest.fixture(scope="module")
def mock():
    with stage() as built:
        yield built


@pytest.mark.parametrize(
    ("check", "difference", "operations"),
    [
        ("assistants.create.defaults", completes_configs, CONFIGS),
        ("assistants.create.stores_fields", completes_configs, CONFIGS),
        ("assistants.patch.replaces_fields", completes_configs, CONFIGS),
        ("events.isolation", hides_threads, EVENTS),
        ("events.run_start.isolation", hides_threads, EVENTS),
        ("events.input_respond.isolation", hides_threads, EVENTS),
    ],
)
def test_difference_is_no_finding(mock, check, difference, operations):
    differing = Miniature("", operations[0], difference, frozenset(operations))
    outcomes = mock.run_checks([item for item in ITEMS if item.check.id == check], differing)
    assert {each.verdict for each in outcomes.values()} == {Verdict.PASS}

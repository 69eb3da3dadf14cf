"""Servers on which a run fails because of its input: the finding names the failure."""

import pytest
from miniatures.miniature import Miniature
from miniatures.stage import ITEMS, stage

from contract_tests.findings.finding import Verdict


@pytest.fixture(scope="module")
def mock():
    with stage() as built:
        yield built


async def fails(mock, request):
    """Fail each run that a client waits for."""
    response = await mock(request)
    return response.with_json({"__error__": {"error": "ValueError", "message": "too large"}})


async def has_failed(mock, request):
    """Show each ended run as failed."""
    response = await mock(request)
    return response.with_fields(status="error") if response.json.get("status") == "success" else response


async def ends_with_an_error(mock, request):
    """Send an error as the last event of a run."""
    response = await mock(request)

    async def events():
        async for event in response.events:
            last = event
            yield event
        yield type(last)("error", {"error": "ValueError", "message": "too large"}, None)

    return response.with_events(events())


async def has_no_messages(mock, request):
    """Wrap the values of a run in another object."""
    response = await mock(request)
    return response.with_json({"values": response.json})


def outcome(mock, check, alter, operation):
    differing = Miniature("", operation, alter, frozenset({operation}))
    (found,) = mock.run_checks([each for each in ITEMS if each.name == check], differing).values()
    return found


@pytest.mark.parametrize(
    ("check", "fault", "pointer", "received"),
    [
        ("wait_thread_run", (fails, "wait_thread_run"), "/__error__", "too large"),
        ("create_thread_run", (has_failed, "get_thread_run"), "/status", "error"),
        ("stream_thread_run", (ends_with_an_error, "stream_thread_run"), "error", "too large"),
    ],
)
def test_finding_names_the_failure_of_the_run(mock, check, fault, pointer, received):
    found = outcome(mock, f"runs.state.json_values[{check}]", *fault)
    assert [(each.expected, each.pointer) for each in found.findings] == [("a run that succeeds", pointer)]
    assert received in found.findings[0].received


def test_values_without_messages_do_not_prove_that_values_are_lost(mock):
    check = "runs.state.json_values[wait_thread_run]"
    found = outcome(mock, check, has_no_messages, "wait_thread_run")
    assert (found.verdict, found.findings) == (Verdict.BLOCKED, ())
    assert "the values of the run have no messages" in found.reason

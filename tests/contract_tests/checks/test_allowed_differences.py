"""Servers that differ from the mock within the contract: the difference is not a finding."""

from dataclasses import replace

import pytest
from miniatures.events import Event
from miniatures.events_socket import Proxy
from miniatures.http_messages import refusing
from miniatures.miniature import Miniature
from miniatures.stage import ITEMS, stage

from contract_tests.actions.assistants import DEFAULT_CONFIG
from contract_tests.client.exchange import SOCKET
from contract_tests.contract import load
from contract_tests.findings.finding import SUCCESS, Verdict

CONFIGS = ("create_assistant", "get_assistant", "update_assistant")


async def completes_configs(mock, request):
    """Return configs as `ensure_config` of langchain-core completes them."""
    response = await mock(request)
    if not response.ok:
        return response
    return response.with_json({**response.json, "config": {**DEFAULT_CONFIG, **response.json["config"]}})


EVENTS = ("send_command", "stream_thread_events")


async def hides_threads(mock, request):
    """Return 404 for threads of other owners, also to commands."""
    foreign = await mock(replace(request, method="GET", path=f"/threads/{request.thread_id}", content=b""))
    return foreign if foreign.status == 404 else await mock(request)


async def forbids(mock, request):
    """Return 403 instead of 404."""
    response = await mock(request)
    return refusing(403, "Forbidden") if response.status == 404 else response


async def has_no_item(mock, request):
    """Return 404 for an item that does not exist."""
    response = await mock(request)
    return refusing(404, "Item not found") if response.ok and response.json is None else response


async def lists_no_runs(mock, request):
    """Return an empty list for a thread that does not exist."""
    response = await mock(request)
    return replace(response, status=200, content=b"[]") if response.status == 404 else response


async def caps_limits(mock, request):
    """Reject a `limit` above 100."""
    return refusing(422, "limit") if request.json.get("limit", 0) > 100 else await mock(request)


async def knows_all_threads(mock, request):
    """Reject requests to prune threads that do not exist."""
    for thread_id in request.json["thread_ids"]:
        read = await mock(replace(request, method="GET", path=f"/threads/{thread_id}", content=b""))
        if read.status == 404:
            return read
    return await mock(request)


async def needs_a_run(mock, request):
    """Reject commands on a thread without a run, except those that start one."""
    runs = await mock(replace(request, method="GET", path=f"/threads/{request.thread_id}/runs", content=b""))
    if request.json.get("method") == "run.start" or (runs.ok and runs.json):
        return await mock(request)
    return refusing(200, "").with_json({"type": "error", "id": request.json["id"], "error": "no_such_run"})


async def ends_with_an_event(mock, request):
    """Send an undocumented event after each other one."""
    response = await mock(request)
    return response.each(lambda event: (event, replace(event, name="__stream_end__")))


async def answers_with_nothing(mock, request):
    """Return 204 for a success."""
    response = await mock(request)
    return replace(response, status=204, headers={}, content=b"") if response.ok else response


async def closes_with_an_event(mock, request):
    """Send the event `end` after all others."""
    response = await mock(request)
    if response.events is None:
        return response

    async def closed():
        async for event in response.events:
            yield event
        yield Event("end", {"status": "success"})

    return response.with_events(closed())


async def invents_assistants(mock, request):
    """Find an assistant of any graph."""
    response = await mock(request.without("graph_id"))
    graph = request.json.get("graph_id")
    return response if graph is None else response.with_json([{**response.json[0], "graph_id": graph}])


async def finds_no_thread_by_its_run(mock, request):
    """Search threads without those of stateless runs, which do not get the metadata of the run."""
    response = await mock(request)
    return response.with_json([]) if "colour" in request.metadata else response


async def caps_metadata(mock, request):
    """Reject metadata with many fields."""
    return refusing(422, "metadata") if len(request.metadata) > 16 else await mock(request)


async def needs_a_run_on_the_socket(mock, *line):
    """Reject commands on a WebSocket until one starts a run."""
    proxy = Proxy(*line)

    def change_frames(frame):
        refused = frame["type"] == "error" and frame["id"] is not None and "run.start" not in proxy.commands
        return [{**frame, "error": "no_such_run"} if refused else frame]

    await proxy.pass_on(mock, change_frames=change_frames)


ON_RUNS = ("stream_thread_run", "stream_run", "join_thread_run_stream")
"""Operations with the stream of a run."""

EVERYTHING = tuple(load().by_id)
ISOLATION = sorted({each.check.id for each in ITEMS if "isolation" in each.check.id})
HIDING = ("crons.isolation", "resources.isolation.foreign_id", "runs.isolation.foreign_id")
"""Checks that require 404, because 403 reveals that the resource exists."""

SEARCHES = ("search_threads", "search_assistants")


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
        *((each, forbids, EVERYTHING) for each in ISOLATION if each not in HIDING),
        ("store.isolation.hidden", has_no_item, ("get_item",)),
        ("runs.isolation.foreign_id", lists_no_runs, ("list_thread_runs",)),
        ("resources.search.select", caps_limits, SEARCHES),
        ("resources.search.sort_order", caps_limits, SEARCHES),
        ("events.command.unknown", needs_a_run, ("send_command",)),
        ("events.socket.invalid_message", needs_a_run_on_the_socket, (f"{SOCKET} stream_thread_events",)),
        *(
            (f"streams.{each}", ends_with_an_event, ("stream_thread_run",))
            for each in ("default_mode", "several_modes")
        ),
        ("runs.cancel.wait", answers_with_nothing, ("cancel_thread_run",)),
        *(
            (each, closes_with_an_event, ON_RUNS)
            for each in (
                "streams.error",
                "streams.join_finished",
                "streams.join_pending",
                "streams.resume_after_last_event",
            )
        ),
        ("stateless_runs.on_completion_keep[create_run]", finds_no_thread_by_its_run, ("search_threads",)),
        ("stateless_runs.on_completion_keep[wait_run]", finds_no_thread_by_its_run, ("search_threads",)),
        (
            "stateless_runs.on_completion_keep[create_runs_batch]",
            finds_no_thread_by_its_run,
            ("search_threads",),
        ),
        ("stateless_runs.deletes_thread[create_run]", finds_no_thread_by_its_run, ("search_threads",)),
        ("stateless_runs.settings[wait_run]", finds_no_thread_by_its_run, ("search_threads",)),
        ("resources.create.metadata", caps_metadata, ("create_thread", "create_assistant")),
        ("resources.patch.json_values", caps_metadata, ("update_thread", "update_assistant")),
        ("runs.create.json_values", caps_metadata, ("create_thread_run",)),
        ("crons.create.json_values", caps_metadata, ("create_cron", "create_thread_cron", "update_cron")),
        ("events.isolation", hides_threads, EVENTS),
        ("events.run_start.isolation", hides_threads, EVENTS),
        ("events.input_respond.isolation", hides_threads, EVENTS),
    ],
)
def test_allowed_difference_is_not_a_finding(mock, check, difference, operations):
    differing = Miniature("", operations[0], difference, frozenset(operations))
    outcomes = mock.run_checks([item for item in ITEMS if check in {item.check.id, item.name}], differing)
    assert {each.verdict for each in outcomes.values()} == {Verdict.PASS}


@pytest.mark.parametrize(
    ("check", "difference", "verdict", "reason"),
    [
        (
            "stateless_runs.on_completion_keep[stream_run]",
            (finds_no_thread_by_its_run, "search_threads"),
            Verdict.BLOCKED,
            "the response names no thread",
        ),
    ],
)
def test_difference_that_hides_the_requirement_is_not_a_finding(mock, check, difference, verdict, reason):
    alter, *operations = difference
    differing = Miniature("", operations[0], alter, frozenset(operations))
    (outcome,) = mock.run_checks(
        [each for each in ITEMS if check in {each.check.id, each.name}], differing
    ).values()
    assert (outcome.verdict, outcome.findings) == (verdict, ())
    assert reason in outcome.reason


def test_refusing_to_prune_unknown_threads_is_not_a_finding(mock):
    differing = Miniature("", "prune_threads", knows_all_threads, frozenset({"prune_threads"}))
    items = [item for item in ITEMS if item.check.id == "threads.prune.unknown_ids"]
    (outcome,) = mock.run_checks(items, differing).values()
    assert (outcome.verdict, outcome.findings) == (Verdict.SKIP, ())


def test_graph_that_the_target_invents_has_no_subgraph(mock):
    inventing = Miniature("", "search_assistants", invents_assistants, frozenset({"search_assistants"}))
    outcomes = mock.run_checks([item for item in ITEMS if item.check.id == "streams.subgraphs"], inventing)
    assert {each.verdict for each in outcomes.values()} == {Verdict.SKIP}


async def requires_metadata(mock, request):
    """Reject an update without metadata before anything else."""
    return await mock(request) if request.json else refusing(400, "metadata is required")


def test_request_that_its_owner_may_not_send_does_not_prove_access_of_strangers(mock):
    requiring = Miniature("", "update_thread", requires_metadata, frozenset({"update_thread"}))
    items = [item for item in ITEMS if item.name == "resources.isolation.strangers[update_thread]"]
    (outcome,) = mock.run_checks(items, requiring).values()
    assert outcome.verdict == Verdict.FAIL
    assert [each.expected for each in outcome.findings] == [f"{SUCCESS}the contract allows this request"]

"""Servers on which a check can't be prepared as usual: it takes another way, or names what prevents it."""

from dataclasses import replace

import pytest
from miniatures import following, states
from miniatures.http_messages import refusing
from miniatures.miniature import Miniature
from miniatures.stage import ITEMS, stage

from contract_tests.findings.finding import Blocker, Verdict
from contract_tests.findings.survey import NO_SURVEY, GraphFacts, Offer, Survey

WHOLE_MESSAGES = GraphFacts("agent", "agent", keeps_messages=True, streams_tokens=False)


@pytest.fixture(scope="module")
def mock():
    with stage() as built:
        yield built


@pytest.fixture(scope="module")
def outcome(mock):
    """Return a function that runs one check on the mock, altered by a function at some operations."""

    def run(check, *alteration, survey=NO_SURVEY):
        alter, *operations = alteration or (None, "")
        differing = Miniature("", operations[0], alter, frozenset(operations)) if alter else None
        (item,) = [each for each in ITEMS if each.name == check]
        return mock.run_checks([item], differing, survey)[item]

    return run


def lacking(*operations):
    return Survey({each: Offer("missing", "404", 404) for each in operations})


async def refuses_seconds(mock, request):
    """Refuse schedules with a sixth field."""
    is_refused = len(str(request.json.get("schedule", "")).split()) > 5
    return refusing(422, "schedule") if is_refused else await mock(request)


def test_cron_without_seconds_is_no_finding(outcome):
    found = outcome("crons.runs_on_schedule[create_cron]", refuses_seconds, "create_cron")
    assert (found.verdict, found.findings) == (Verdict.SKIP, ())
    assert "does not support schedules with seconds" in found.reason


async def refuses_crons(mock, request):
    """Refuse every cron."""
    return refusing(422, "schedule")


def test_refusal_of_every_schedule_is_a_finding(outcome):
    found = outcome("crons.runs_on_schedule[create_cron]", refuses_crons, "create_cron")
    assert [each.check for each in found.findings] == ["crons.runs_on_schedule"]


async def finds_other_crons(mock, request):
    """Find or count crons as if the metadata made no difference."""
    return await mock(request.without("metadata"))


async def counts_other_crons(mock, request):
    response = await mock(request)
    return response.with_json(response.json + 2)


def test_new_cron_is_found_among_others(outcome):
    found = outcome("crons.search.includes_new[search_crons]", finds_other_crons, "search_crons")
    assert (found.verdict, found.findings) == (Verdict.PASS, ())


def test_number_of_others_proves_nothing_about_a_new_cron(outcome):
    found = outcome("crons.search.includes_new[count_crons]", counts_other_crons, "count_crons")
    assert (found.verdict, found.findings) == (Verdict.BLOCKED, ())
    assert found.blocked_by == (Blocker("crons.search.metadata", "count_crons"),)


@pytest.mark.parametrize(
    "check",
    [
        "crons.create.json_values[create_cron]",
        "crons.create.json_values[update_cron]",
        "crons.create.stored[create_cron]",
        "crons.isolation[update_cron]",
        "crons.delete.not_found",
        "crons.deleted_with_thread",
    ],
)
def test_cron_is_searched_if_it_cannot_be_read(outcome, check):
    found = outcome(check, survey=lacking("get_cron"))
    assert (found.verdict, found.reason, found.findings) == (Verdict.PASS, "", ())


async def finds_by_creation(mock, request):
    """Sort threads by their creation, the latest first unless the request wants it last."""
    response = await mock(request)
    is_descending = request.json.get("sort_order") != "asc"
    found = sorted(response.json, key=lambda each: each["created_at"], reverse=is_descending)
    return response.with_json(found)


def test_other_default_order_proves_nothing_about_its_direction(outcome):
    found = outcome("resources.search.sort_order[search_threads]", finds_by_creation, "search_threads")
    assert (found.verdict, found.findings) == (Verdict.BLOCKED, ())
    assert found.blocked_by == (Blocker("resources.search.default_order", "search_threads"),)


async def rejects_runs_on_a_busy_thread(mock, request):
    """Reject a run without a strategy while another one is pending."""
    runs = await mock(request.to("GET", request.path))
    is_busy = any(each["status"] == "pending" for each in runs.json)
    return refusing(422, "Thread is busy") if is_busy else await mock(request)


def test_run_that_is_not_enqueued_is_a_finding_however_fast_runs_are(outcome):
    found = outcome("runs.multitask.enqueue", rejects_runs_on_a_busy_thread, "create_thread_run")
    assert [(each.check, each.received) for each in found.findings] == [
        ("runs.multitask.enqueue", "422 Thread is busy")
    ]


def ending_after_its_client_left():
    """Show each run as running at first, and as successful afterwards."""
    seen = []

    async def lists(mock, request):
        response = await mock(request)
        status = "success" if request.path in seen else "running"
        seen.append(request.path)
        return response.with_json([{**each, "status": status} for each in response.json])

    return lists


@pytest.mark.parametrize(
    ("roles", "verdict"),
    [({}, Verdict.SKIP), ({"slow": replace(WHOLE_MESSAGES, name="slow", assistant_id="slow")}, Verdict.FAIL)],
)
def test_run_that_ends_soon_after_its_client_left_proves_nothing(outcome, roles, verdict):
    survey = Survey(delays_runs=False, graphs=(WHOLE_MESSAGES,), roles={"assistant": WHOLE_MESSAGES, **roles})
    check, lists = "streams.on_disconnect_cancel[stream_thread_run]", ending_after_its_client_left()
    assert outcome(check, lists, "list_thread_runs", survey=survey).verdict is verdict


async def keeps_no_time_of_the_state(mock, request):
    """Leave `state_updated_at` out of threads, as the contract allows."""
    response = await mock(request)
    if not response.ok:
        return response
    threads = response.json if isinstance(response.json, list) else [response.json]
    less = [{name: each[name] for name in each if name != "state_updated_at"} for each in threads]
    return response.with_json(less if isinstance(response.json, list) else less[0])


@pytest.mark.parametrize(
    ("check", "pointer"),
    [
        ("threads.state.update_timestamp", "/state_updated_at"),
        ("threads.search.sort_by_state_updated_at", "/*/state_updated_at"),
    ],
)
def test_threads_without_the_time_of_their_state_are_a_finding(outcome, check, pointer):
    found = outcome(check, keeps_no_time_of_the_state, "get_thread", "search_threads")
    assert [(each.check, each.pointer, each.received) for each in found.findings] == [
        (check, pointer, "no such field")
    ]


async def sorts_in_reverse(mock, request):
    response = await mock(request)
    return response.with_json(response.json[::-1])


def test_unsorted_crons_are_named_by_number(outcome):
    (found,) = outcome("crons.search.end_time", sorts_in_reverse, "search_crons").findings
    assert found.expected == "crons 3, 1"
    assert found.received == "crons 1, 3"


async def keeps_no_second_form(mock, request):
    """Show a configuration only where the client set it."""
    response = await mock(request)
    config = {name: value for name, value in response.json["config"].items() if name != "configurable"}
    return response.with_fields(config=config)


def test_restored_context_need_not_be_mirrored(outcome):
    found = outcome("assistants.latest.configuration", keeps_no_second_form, "get_assistant")
    assert (found.verdict, found.findings) == (Verdict.PASS, ())


async def forgets_the_first_run(mock, request):
    """Show the states of the second run as if it had not continued those of the first one."""
    response = await mock(request)
    states_of_runs = response.json
    for state in states_of_runs:
        messages = state["values"].get("messages", [])
        second = [place for place, each in enumerate(messages) if each["id"] == "m2"]
        state["values"]["messages"] = messages[second[0] :] if second else messages
    return response.with_json(states_of_runs)


def test_order_of_runs_does_not_depend_on_what_they_remember(outcome):
    check = "threads.history.order_of_runs[list_history]"
    found = outcome(check, forgets_the_first_run, "list_history")
    assert (found.verdict, found.findings) == (Verdict.PASS, ())


def test_run_is_resumable_even_if_joining_it_drops_its_events(outcome):
    drops = following.joining_for_the_values_drops_the_events.alter
    found = outcome("streams.join_created", drops, "join_thread_run", "join_thread_run_stream")
    assert (found.verdict, found.findings) == (Verdict.PASS, ())


async def ignores_supersteps(mock, request):
    return await mock(request.without("supersteps"))


@pytest.mark.parametrize("check", ["supersteps_no_graph", "supersteps_unknown_node"])
def test_ignored_supersteps_are_one_finding(outcome, check):
    found = outcome(f"threads.create.{check}", ignores_supersteps, "create_thread")
    assert (found.verdict, found.findings) == (Verdict.BLOCKED, ())
    assert found.blocked_by == (Blocker("threads.create.supersteps", "create_thread"),)


@pytest.mark.parametrize(
    "check",
    [
        "interrupts.interrupt_after",
        "runs.recursion_limit",
        "runs.durability.exit[create_thread_run]",
        "runs.checkpoint.regenerate",
    ],
)
def test_history_without_steps_is_not_the_fault_of_the_graph(outcome, check):
    found = outcome(check, survey=Survey(keeps_history=False))
    assert (found.verdict, found.findings) == (Verdict.BLOCKED, ())
    assert found.blocked_by == (Blocker("runs.history.steps", "create_thread_run"),)


async def sends_no_messages(mock, request):
    response = await mock(request)
    return response.each(lambda event: None if event.name.startswith("messages") else event)


@pytest.mark.parametrize("check", ["tokens", "message_ids", "messages_node"])
def test_graph_without_tokens_is_skipped(outcome, check):
    survey = Survey(graphs=(WHOLE_MESSAGES,), roles={"assistant": WHOLE_MESSAGES})
    found = outcome(f"streams.{check}", sends_no_messages, "stream_thread_run", survey=survey)
    assert (found.verdict, found.reason.partition(" (")[0]) == (
        Verdict.SKIP,
        "no graph of the target streams tokens",
    )


def test_thread_without_values_blocks_what_reads_them(outcome):
    found = outcome("runs.thread.values", states.a_thread_with_a_run_has_no_values.alter, "get_thread")
    assert found.verdict == Verdict.BLOCKED
    assert found.blocked_by == (Blocker("threads.values", "get_thread"),)

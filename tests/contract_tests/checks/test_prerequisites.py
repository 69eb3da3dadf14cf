"""Servers on which a check can't be prepared as usual: it finds another way, or names what prevents it."""

from dataclasses import replace

import pytest
from miniatures import joining_runs, states
from miniatures.http_messages import Response, refusing
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
    """Reject schedules with a sixth field."""
    is_refused = len(str(request.json.get("schedule", "")).split()) > 5
    return refusing(422, "schedule") if is_refused else await mock(request)


def test_cron_without_seconds_is_not_a_finding(outcome):
    found = outcome("crons.runs_on_schedule[create_cron]", refuses_seconds, "create_cron")
    assert (found.verdict, found.findings) == (Verdict.SKIP, ())
    assert "does not support schedules with seconds" in found.reason


async def refuses_crons(mock, request):
    """Reject every cron."""
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
    """Sort threads by creation, latest first unless the request reverses the order."""
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
    drops = joining_runs.joining_for_the_values_drops_the_events.alter
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


AGENT = GraphFacts("agent", "agent", keeps_messages=True, listed_id="fe096781-5601-53d2-b2f6-0d3403f7e9ca")
UUID_DIGITS = 32
FIXED = Survey(keeps_assistants=False, graphs=(AGENT,), roles={"assistant": AGENT})
"""Survey of a server whose assistants are fixed: those of its graphs."""


async def reads_fixed_assistants_only(mock, request):
    """Respond as if no created assistant were stored."""
    named = request.path.split("/")[2].replace("-", "").lower()
    is_created = len(named) == UUID_DIGITS and named != AGENT.listed_id.replace("-", "")
    return refusing(404, "no such assistant") if is_created else await mock(request)


@pytest.mark.parametrize(
    "check",
    [
        "resources.unknown_id[get_assistant]",
        "resources.malformed_id[get_assistant_graph]",
        "resources.wrong_method.status[get_assistant_schemas]",
        "resources.get.normalised_id[get_assistant]",
        "assistants.graph.edges",
        "assistants.graph.xray",
        "assistants.schemas.graph_id",
    ],
)
@pytest.mark.parametrize("lacks_creation", [True, False])
def test_fixed_assistants_are_read_where_none_is_kept(outcome, check, lacks_creation):
    offers = lacking("create_assistant").operations if lacks_creation else {}
    fixed = replace(FIXED, operations=offers)
    reading = ("get_assistant", "get_assistant_graph", "get_assistant_schemas")
    found = outcome(check, reads_fixed_assistants_only, *reading, survey=fixed)
    assert (found.verdict, found.reason, found.findings) == (Verdict.PASS, "", ())


def test_a_created_assistant_that_can_not_be_read_is_the_fault_of_its_creation(outcome):
    check = "resources.create.stored[create_assistant]"
    (found,) = outcome(check, reads_fixed_assistants_only, "get_assistant", survey=FIXED).findings
    assert (found.check, found.operation) == ("resources.create.stored", "create_assistant")
    assert found.expected == "the created assistant"


def test_a_check_that_needs_a_new_assistant_is_blocked_by_the_creation(outcome):
    check = "resources.patch.merge[update_assistant]"
    found = outcome(check, reads_fixed_assistants_only, "get_assistant", survey=FIXED)
    assert (found.verdict, found.findings) == (Verdict.BLOCKED, ())
    assert found.blocked_by == (Blocker("resources.create.stored", "create_assistant"),)


async def returns_the_fixed_assistant(mock, request):
    """Return the assistant of the graph in place of a new one."""
    response = await mock(request)
    return response.with_fields(assistant_id=AGENT.listed_id)


@pytest.mark.parametrize("check", ["resources.delete.not_found", "resources.patch.merge"])
def test_an_assistant_that_existed_before_is_never_changed(outcome, check):
    changing = "delete_assistant" if "delete" in check else "update_assistant"
    survey = replace(FIXED, keeps_assistants=None)
    found = outcome(f"{check}[{changing}]", returns_the_fixed_assistant, "create_assistant", survey=survey)
    assert (found.verdict, found.findings) == (Verdict.BLOCKED, ())
    assert found.blocked_by == (Blocker("resources.create.given_id", "create_assistant"),)
    assert changing not in {each.operation_id for each in found.exchanges}


def test_a_check_of_the_creation_is_blocked_by_the_finding_too(outcome):
    check = "assistants.create.stores_fields"
    found = outcome(check, reads_fixed_assistants_only, "get_assistant", survey=FIXED)
    assert (found.verdict, found.findings) == (Verdict.BLOCKED, ())
    assert found.blocked_by == (Blocker("resources.create.stored", "create_assistant"),)


async def leaves_no_history(mock, request):
    response = await mock(request)
    return response.with_json([])


def test_a_run_without_any_history_is_a_finding(outcome):
    (found,) = outcome("runs.history.steps", leaves_no_history, "list_history").findings
    assert (found.check, found.received) == ("runs.history.steps", "[]")


async def succeeds(mock, request):
    """Show every run as successful, and every thread as idle."""
    response = await mock(request)
    status = "success" if request.operation == "get_thread_run" else "idle"
    return response.with_fields(status=status)


@pytest.mark.parametrize(
    ("check", "read", "reason"),
    [
        ("runs.error.join", "get_thread_run", "runs.error.status"),
        ("runs.error.recovers", "get_thread", "runs.error.thread"),
    ],
)
def test_a_failed_run_that_looks_successful_is_one_finding(outcome, check, read, reason):
    found = outcome(check, succeeds, read)
    assert (found.verdict, found.findings) == (Verdict.BLOCKED, ())
    assert found.blocked_by == (Blocker(reason, "create_thread_run"),)


async def shows_no_tasks(mock, request):
    response = await mock(request)
    return response.with_fields(tasks=[], next=[], interrupts=[])


ASKING = GraphFacts("hitl", "hitl", asks=True, keeps_messages=True)


@pytest.mark.parametrize(
    "check", ["interrupts.values", "interrupts.resume[create_thread_run]", "interrupts.wait"]
)
def test_a_state_without_the_interrupt_is_not_the_fault_of_the_graph(outcome, check):
    survey = Survey(graphs=(AGENT, ASKING), roles={"assistant": AGENT, "hitl": ASKING})
    found = outcome(check, shows_no_tasks, "get_state", survey=survey)
    assert (found.verdict, found.findings) == (Verdict.BLOCKED, ())
    assert found.blocked_by == (Blocker("interrupts.state", "create_thread_run"),)


async def refuses_updates(mock, request):
    return refusing(409, "run an assistant first")


@pytest.mark.parametrize(
    "check", ["resources.unknown_id[get_state]", "resources.malformed_id[search_history]"]
)
def test_a_thread_gets_its_state_by_a_run_if_updates_are_refused(outcome, check):
    found = outcome(check, refuses_updates, "update_state")
    assert (found.verdict, found.reason) == (Verdict.PASS, "")
    assert {each.operation for each in found.findings} == {"update_state"}


async def refuses_the_node(mock, request):
    """Reject an update in the name of a node."""
    return refusing(422, "as_node") if "as_node" in request.json else await mock(request)


async def fails_for_a_node(mock, request):
    return refusing(500, "as_node") if "as_node" in request.json else await mock(request)


@pytest.mark.parametrize("check", ["threads.delete.history", "threads.history.limit[list_history]"])
@pytest.mark.parametrize("refuses", [refuses_the_node, fails_for_a_node])
def test_a_state_is_updated_without_a_node_if_the_target_rejects_one(outcome, check, refuses):
    found = outcome(check, refuses, "update_state")
    assert (found.verdict, found.reason, found.findings) == (Verdict.PASS, "", ())


def test_a_failing_node_hides_nothing_else_about_the_update(outcome):
    found = outcome("resources.body.null[update_state]", fails_for_a_node, "update_state")
    assert (found.verdict, found.reason) == (Verdict.PASS, "")
    assert {(each.check, each.operation) for each in found.findings} == {
        ("shape.server_error", "update_state")
    }


def test_the_rejected_node_is_a_finding_of_the_update(outcome):
    (found,) = outcome("threads.state.update_thread_values", refuses_the_node, "update_state").findings
    assert (found.operation, found.pointer) == ("update_state", "/body/as_node")


async def replaces_messages(mock, request):
    """Show only the latest message of a state."""
    response = await mock(request)
    values = response.json["values"]
    return response.with_fields(values={**values, "messages": values.get("messages", [])[-1:]})


def test_replaced_messages_are_not_the_fault_of_the_graph(outcome):
    found = outcome("threads.history.before[list_history]", replaces_messages, "get_state")
    assert (found.verdict, found.findings) == (Verdict.BLOCKED, ())
    assert found.blocked_by == (Blocker("threads.state.update", "get_state"),)


@pytest.mark.parametrize("check", ["interrupts.state", "runs.state.continues", "runs.thread.values"])
def test_a_run_is_followed_by_its_stream_if_it_can_not_be_read(outcome, check):
    graphs = {"graphs": (AGENT, ASKING), "roles": {"assistant": AGENT, "hitl": ASKING}}
    found = outcome(check, survey=replace(lacking("get_thread_run"), **graphs))
    assert (found.verdict, found.reason, found.findings) == (Verdict.PASS, "", ())


SLOW = GraphFacts("slow", "slow", keeps_messages=True, seconds=1.0)
AT_ONCE = Survey(delays_runs=False, graphs=(AGENT, SLOW), roles={"assistant": AGENT, "slow": SLOW})


async def joining_returns_at_once(mock, request):
    headers = {"location": request.path, "content-location": request.run_path}
    return Response(200, headers, b"").with_json({})


def test_joining_a_slow_run_shows_whether_it_waits_where_no_run_is_delayed(outcome):
    passed = outcome("runs.join.waits", survey=AT_ONCE)
    assert (passed.verdict, passed.findings) == (Verdict.PASS, ())
    (found,) = outcome("runs.join.waits", joining_returns_at_once, "join_thread_run", survey=AT_ONCE).findings
    assert found.check == "runs.join.waits"


async def responds_404_to_missing_items(mock, request):
    """Respond 404 to a missing item instead of null, and let strangers delete items."""
    if request.operation == "delete_item":
        await mock(request.as_other())
    response = await mock(request)
    is_missing = request.operation == "get_item" and response.ok and response.json is None
    return refusing(404) if is_missing else response


@pytest.mark.parametrize(
    ("check", "found"),
    [
        ("store.delete.removes_item", set()),
        ("store.isolation.untouched[delete_item]", {"store.isolation.untouched"}),
    ],
)
def test_404_for_a_missing_item_hides_no_deletion(outcome, check, found):
    judged = outcome(check, responds_404_to_missing_items, "get_item", "delete_item")
    assert judged.verdict is (Verdict.FAIL if found else Verdict.PASS)
    assert {each.check for each in judged.findings} == found


async def lets_strangers_patch_assistants(mock, request):
    """Forbid to read assistants, and patch those of another owner."""
    if request.operation == "get_assistant":
        return refusing(403)
    response = await mock(request)
    return await mock(request.as_other()) if response.status == 404 else response


def test_an_assistant_that_its_owner_may_not_read_is_isolated_from_strangers(outcome):
    survey = Survey({"get_assistant": Offer("offered", "403 no", 403)}, keeps_assistants=False)
    check = "resources.isolation.foreign_id[update_assistant]"
    found = outcome(
        check, lets_strangers_patch_assistants, "get_assistant", "update_assistant", survey=survey
    )
    assert [(each.check, each.received) for each in found.findings] == [
        ("resources.isolation.foreign_id", "200")
    ]


async def sends_events_without_ids(mock, request):
    """Stream events without the ids that a resumable run needs."""
    return (await mock(request)).each(lambda event: replace(event, id=None))


def test_a_check_of_resumed_streams_is_blocked_by_the_missing_ids(outcome):
    found = outcome("streams.resume_from_start", sends_events_without_ids, "stream_thread_run")
    assert found.verdict is Verdict.BLOCKED
    assert found.blocked_by == (Blocker("shape.stream", "stream_thread_run", 200, "/id"),)


async def finds_each_assistant_twice(mock, request):
    response = await mock(request)
    return response.with_json(response.json * 2)


def test_the_number_of_system_assistants_is_no_quotation(outcome):
    (found,) = outcome("assistants.system.exists", finds_each_assistant_twice, "search_assistants").findings
    assert (found.expected, found.received) == ("1 assistant", "2 assistants")


@pytest.mark.parametrize("offer", [Offer("missing", "404", 404), Offer("broken", "500", 500)])
def test_the_end_of_a_stream_is_found_where_no_run_is_waited_for(outcome, offer):
    found = outcome("streams.end[stream_thread_run]", survey=Survey({"wait_thread_run": offer}))
    assert (found.verdict, found.reason, found.findings) == (Verdict.PASS, "", ())


async def fails_on_names(mock, request):
    """End in a server error if a cron names its graph, and let strangers delete crons."""
    if request.operation == "delete_cron":
        response = await mock(request)
        return await mock(request.as_other()) if response.status == 404 else response
    is_named = "-" not in str(request.json.get("assistant_id"))
    return Response(500, {"content-type": "text/plain"}, b"") if is_named else await mock(request)


@pytest.mark.parametrize(
    ("check", "found"),
    [("crons.create.stored[create_cron]", set()), ("crons.isolation[delete_cron]", {"crons.isolation"})],
)
def test_crons_are_tested_by_the_ids_of_assistants_where_names_fail(outcome, check, found):
    survey = Survey({"create_cron": Offer("broken", "500", 500)})
    judged = outcome(check, fails_on_names, "create_cron", "delete_cron", survey=survey)
    assert {each.check for each in judged.findings} == found
    assert judged.verdict is (Verdict.FAIL if found else Verdict.PASS)

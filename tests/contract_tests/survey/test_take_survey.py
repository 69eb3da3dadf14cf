"""Tests of the survey: right on any server, brief, and without an exception for any response."""

import json
import random
import re

import httpx
import pytest

from contract_tests.findings.survey import GraphFacts, Survey
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.graphs import Graphs
from contract_tests.harness.pending_cleanup import of_run
from contract_tests.survey import behaviour
from contract_tests.survey.graphs import fits
from contract_tests.survey.session import Session
from contract_tests.survey.take_survey import take_survey
from sweep import slow, sweep

MAX_REQUESTS = 160
"""Requests of a survey, including those that remove its resources."""


def not_found(_request):
    return httpx.Response(404, json={"detail": "Not Found"})


def without(*lines):
    """Return a front that lacks these operations, as FastAPI does."""
    lacking = re.compile("|".join(lines))

    def front(request, mock):
        line = f"{request.method} {request.url.path}"
        return not_found(request) if "no-such" in line or lacking.fullmatch(line) else mock(request)

    return front


def test_mock_offers_everything(behind):
    run_context, log = behind()
    survey = take_survey(run_context)
    assert survey.named("offered") == tuple(run_context.contract.by_id)
    assert {role: graph.name for role, graph in survey.roles.items()} == {
        "assistant": "agent",
        "hitl": "hitl",
        "failing": "failing",
        "slow": "slow",
    }
    facts = ("runs_in_background", "delays_runs", "writes_state", "writes_thread_values", "keeps_history")
    assert all(getattr(survey, fact) for fact in facts)
    assert survey.owners_differ
    assert survey.notes == ()
    assert len(log) <= MAX_REQUESTS


def test_usual_slow_graph_is_slow_on_a_busy_server():
    usual, other = (GraphFacts(name, name, seconds=1.0) for name in ("slow", "other"))
    assert fits(usual, "slow", fastest=0.5)
    assert not fits(other, "slow", fastest=0.5)


def test_two_surveys_of_one_server_are_equal(behind):
    first, second = (take_survey(behind(run=run)[0]) for run in ("000000000001", "000000000002"))
    assert first == second


def test_survey_is_the_same_in_another_process(behind):
    survey = take_survey(behind()[0])
    assert Survey.from_json(json.loads(json.dumps(survey.to_json()))) == survey


def test_survey_removes_everything_that_it_created(behind):
    run_context, _ = behind(run="000000000003")
    take_survey(run_context)
    assert not run_context.cleanup.remaining()
    assert not list(of_run(run_context.target, run_context.run))


@pytest.mark.parametrize("period", [7, 11])
def test_a_server_error_now_and_then_proves_no_fact(behind, period):
    served = []

    def front(request, mock):
        served.append(request)
        return httpx.Response(500) if len(served) % period == 0 else mock(request)

    run_context, _ = behind(front)
    expected = take_survey(behind()[0])
    survey = take_survey(run_context)
    assert survey.operations == expected.operations
    assert survey.keeps_assistants == expected.keeps_assistants
    assert {*survey.roles} == {*expected.roles}
    assert survey.notes == ()


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        (["GET /ok", "GET /info"], {"get_ok", "get_info"}),
        (["POST /threads/[^/]+/copy"], {"copy_thread"}),
        slow((["POST /runs/stream"], {"stream_run"})),
        (["(GET|POST) /threads/[^/]+/history"], {"list_history", "search_history"}),
        slow((["DELETE /threads/[^/]+"], {"delete_thread"})),
        slow((["POST /threads/prune"], {"prune_threads"})),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_missing_operation_hides_no_other(behind, lines, missing):
    survey = take_survey(behind(without(*lines))[0])
    assert set(survey.named("missing")) == missing
    assert not survey.named("unknown")
    assert "assistant" in survey.roles


def denying_crons(request, mock):
    """Deny crons in `GET /info`, as the JavaScript server does."""
    response = mock(request)
    if request.url.path != "/info":
        return response
    info = response.json()
    return httpx.Response(200, json={**info, "flags": {**info["flags"], "crons": False}})


def crons(contract):
    return {each.id for each in contract.operations if each.feature == "crons"}


@pytest.mark.parametrize("status", [400, 500])
def test_feature_that_the_target_denies_and_rejects_is_missing(behind, status):
    def front(request, mock):
        rejects = "/crons" in request.url.path
        return httpx.Response(status, text="Not implemented") if rejects else denying_crons(request, mock)

    run_context, _ = behind(front)
    survey = take_survey(run_context)
    assert set(survey.named("missing")) == crons(run_context.contract)
    assert survey.offer("create_cron").response == f"{status} Not implemented"


def test_feature_that_works_is_offered_whatever_the_flags(behind):
    run_context, _ = behind(denying_crons)
    assert crons(run_context.contract) <= set(take_survey(run_context).named("offered"))


def requiring(method, path, *names):
    """Return a server that rejects a request whose body lacks the field."""

    def front(request, mock):
        body = json.loads(request.content or b"null")
        for name in names:
            body = body.get(name) if isinstance(body, dict) else None
        if request.method == method and re.fullmatch(path, request.url.path) and body is None:
            return httpx.Response(400, json={"detail": f"{'.'.join(names)} is required"})
        return mock(request)

    return front


@pytest.mark.parametrize(
    ("method", "path", "names", "operation"),
    [
        ("PATCH", "/threads/[^/]+", ["metadata"], "update_thread"),
        (
            "POST",
            "/threads/[^/]+/state/checkpoint",
            ["checkpoint", "checkpoint_id"],
            "find_state_at_checkpoint",
        ),
        ("POST", "/assistants/search", ["limit"], "search_assistants"),
        ("POST", "/threads/[^/]+/state", ["values"], "update_state"),
    ],
)
def test_a_field_that_the_target_requires_is_found_and_sent_from_then_on(
    behind, method, path, names, operation
):
    run_context, _ = behind(requiring(method, path, *names))
    survey = take_survey(run_context)
    needs = {name: offer.needs for name, offer in survey.operations.items() if offer.needs}
    assert needs == {operation: "/".join(names)}
    assert survey.offer(operation).status in range(200, 300)


CRUD = ("POST /threads", "POST /threads/search", "(GET|PATCH|DELETE) /threads/[^/]+")


def test_operations_on_what_can_not_be_created_are_missing_too(behind):
    only = "|".join(CRUD)
    survey = take_survey(behind(without(rf"(?!({only})$).*"))[0])
    assert set(survey.named("offered")) == {
        "create_thread",
        "search_threads",
        "get_thread",
        "update_thread",
        "delete_thread",
    }
    assert survey.named("unknown") == ()


def test_resources_that_look_like_unknown_paths_leave_it_open(behind):
    def front(request, mock):
        response = without(rf"(?!({'|'.join(CRUD)})$).*")(request, mock)
        return not_found(request) if response.status_code == 404 else response

    survey = take_survey(behind(front)[0])
    assert {"get_thread_run", "get_cron", "get_state_at_checkpoint"} <= set(survey.named("unknown"))
    assert "create_thread_run" in survey.named("missing")


def loses_crons(request, mock):
    """Respond to every request about a cron as to an unknown path, unless its id is malformed."""
    about_one = re.fullmatch("/runs/crons/([0-9a-f-]+)", request.url.path)
    response = without()(request, mock)
    return not_found(request) if about_one and response.status_code != 422 else response


def test_an_operation_that_rejects_malformed_ids_is_offered_although_it_finds_nothing(behind):
    survey = take_survey(behind(loses_crons)[0])
    assert {"get_cron", "update_cron", "delete_cron"} <= set(survey.named("offered"))


def finds_no_crons(request, mock):
    is_search = request.url.path == "/runs/crons/search"
    return httpx.Response(200, json=[]) if is_search else mock(request)


def finds_and_reads_no_crons(request, mock):
    is_search = request.url.path == "/runs/crons/search"
    return (finds_no_crons if is_search else loses_crons)(request, mock)


@pytest.mark.parametrize(
    ("front", "keeps"),
    [(loses_crons, True), (finds_no_crons, True), (finds_and_reads_no_crons, False)],
)
def test_a_cron_is_lost_if_it_is_neither_read_nor_found(behind, front, keeps):
    assert take_survey(behind(front)[0]).keeps_crons is keeps


def test_ids_that_are_validated_on_all_paths_prove_no_operation(behind):
    def front(request, mock):
        response = without("GET /threads/[^/]+/history")(request, mock)
        is_malformed = "/threads/not-a-uuid" in request.url.path
        return httpx.Response(422, json={"detail": "not a UUID"}) if is_malformed else response

    assert "list_history" in take_survey(behind(front)[0]).named("missing")


def without_checkpoints(request, mock):
    """Return states without their checkpoints."""
    response = mock(request)
    is_state = request.method == "GET" and request.url.path.endswith("/state") and response.is_success
    return httpx.Response(200, json={**response.json(), "checkpoint": None}) if is_state else response


def loses_updates(request, mock):
    """Confirm updates of a state without writing them."""
    is_update = request.method == "POST" and request.url.path.endswith("/state")
    return httpx.Response(200, json={"checkpoint": {}}) if is_update else without_checkpoints(request, mock)


@pytest.mark.parametrize(("front", "writes"), [(without_checkpoints, True), (loses_updates, False)])
def test_an_update_is_seen_by_the_values_if_states_have_no_checkpoint(behind, front, writes):
    assert take_survey(behind(front)[0]).writes_state is writes


def refuses_delays(request, mock):
    body = json.loads(request.content or b"null")
    is_delayed = isinstance(body, dict) and "after_seconds" in body
    return httpx.Response(422, json={"detail": "not supported"}) if is_delayed else mock(request)


def test_a_target_that_rejects_a_delay_delays_no_run(behind):
    survey = take_survey(behind(refuses_delays)[0])
    assert (survey.runs_in_background, survey.delays_runs) == (True, False)
    assert survey.starts_at_once


def test_a_graph_fails_whatever_the_name_of_the_event_of_its_error(behind):
    def front(request, mock):
        response = mock(request)
        if not request.url.path.endswith("/runs/stream"):
            is_thread = request.method == "GET" and re.fullmatch("/threads/[^/]+", request.url.path)
            hidden = response.text.replace('"status":"error"', '"status":"idle"')
            return httpx.Response(response.status_code, text=hidden) if is_thread else response
        text = response.text.replace("event: error", "event: __stream_error__")
        return httpx.Response(200, headers={"content-type": "text/event-stream"}, text=text)

    assert take_survey(behind(front)[0]).roles["failing"].name == "failing"


READABLE = ("get_assistant", "get_assistant_graph", "get_assistant_schemas")


def is_created_here(request, mock):
    """Return whether the path has an assistant that the target did not list by itself."""
    named = re.fullmatch("/assistants/([0-9a-f-]{36})(/.*)?", request.url.path)
    return named and named[1] not in listed_ids(mock)


def listed_ids(mock):
    headers = {"x-api-key": "alice"}
    url = "http://127.0.0.1/assistants/search"
    found = mock(httpx.Request("POST", url, headers=headers, json={"metadata": {"created_by": "system"}}))
    return {each["assistant_id"] for each in found.json()}


def forgets_assistants(request, mock):
    """Confirm the creation of an assistant without keeping it."""
    is_lost = request.method != "DELETE" and is_created_here(request, mock)
    return httpx.Response(500, text="no such assistant") if is_lost else mock(request)


def test_a_created_assistant_that_is_lost_does_not_hide_the_listed_ones(behind):
    survey = take_survey(behind(forgets_assistants)[0])
    assert survey.keeps_assistants is False
    assert survey.listed_assistant_id
    assert set(READABLE) <= set(survey.named("offered"))
    assert "update_assistant" in survey.named("broken")


def test_assistants_are_read_where_none_can_be_created(behind):
    survey = take_survey(behind(without("POST /assistants"))[0])
    assert survey.keeps_assistants is False
    assert survey.named("missing") == ("create_assistant",)


def test_no_listed_assistant_is_ever_changed(behind):
    run_context, log = behind(forgets_assistants)
    survey = take_survey(run_context)
    named = [each for each in log if survey.listed_assistant_id in each.url.path]
    assert named
    assert not [each for each in named if each.method in {"PATCH", "DELETE"} or "latest" in each.url.path]


def forbids_created_assistants(request, mock):
    """List no assistants, and forbid owners to read those that they created."""
    if request.url.path == "/assistants/search":
        return httpx.Response(200, json=[])
    is_read = request.method == "GET" and "no-such" not in request.url.path
    is_hidden = is_read and is_created_here(request, mock)
    return httpx.Response(403, json={"detail": "Not authorized"}) if is_hidden else mock(request)


def test_a_created_assistant_that_its_owner_may_not_read_is_lost(behind):
    survey = take_survey(behind(forbids_created_assistants)[0])
    assert survey.keeps_assistants is False
    assert {name: survey.offer(name).availability for name in READABLE} == dict.fromkeys(READABLE, "offered")


def test_history_is_read_by_either_operation(behind):
    survey = take_survey(behind(without("GET /threads/[^/]+/history"))[0])
    assert survey.keeps_history


def names_refused(request, mock):
    """Run assistants by their ids only; the search shows none but those that the owner has created."""
    if request.url.path == "/assistants/search":
        response = mock(request)
        own = [each for each in response.json() if each["metadata"].get("created_by") != "system"]
        return httpx.Response(200, json=own)
    is_run = request.method == "POST" and re.search("/runs(/stream|/wait)?$", request.url.path)
    if is_run and "-" not in json.loads(request.content)["assistant_id"]:
        return httpx.Response(404, json={"detail": "Assistant not found"})
    return mock(request)


def test_graph_that_is_not_run_by_its_name_is_run_by_a_new_assistant(behind):
    run_context, _ = behind(names_refused, run="000000000004")
    survey = take_survey(run_context)
    graph = survey.roles["assistant"]
    assert (graph.name, graph.is_named) == ("agent", False)
    assert graph.assistant_id != graph.other_assistant_id != ""
    lent = {
        (f"/assistants/{graph.assistant_id}", "first"),
        (f"/assistants/{graph.other_assistant_id}", "other"),
    }
    assert lent <= set(run_context.cleanup.remaining())
    run_context.cleanup.remove(run_context.target, *run_context.cleanup.remaining())
    assert not list(of_run(run_context.target, run_context.run))


def test_interrupted_survey_leaves_nothing(behind):
    def interrupted(request, mock):
        if request.url.path.endswith("/history"):
            raise KeyboardInterrupt
        return names_refused(request, mock)

    run_context, _ = behind(interrupted, run="000000000005")
    with pytest.raises(KeyboardInterrupt):
        take_survey(run_context)
    assert not run_context.cleanup.remaining()


def test_runs_that_every_name_starts_prove_no_graph(behind):
    def fails(request, mock):
        if request.url.path.endswith("/runs/stream"):
            return failed()
        if request.url.path == "/assistants/search":
            return httpx.Response(200, json=[])
        return mock(request)

    def without_names(request, mock):
        is_rejected = request.method == "POST" and request.url.path == "/assistants"
        return httpx.Response(422, json={"detail": "no"}) if is_rejected else fails(request, mock)

    assert take_survey(behind(without_names)[0]).graphs == ()


def runs_the_agent_by_any_name(request, mock):
    """Hide the graphs from searches, and run the agent in place of what does not exist."""
    if request.url.path == "/assistants/search":
        return httpx.Response(200, json=[])
    body = json.loads(request.content or b"null")
    is_run = request.method == "POST" and "/runs" in request.url.path and isinstance(body, dict)
    if not is_run or body.get("assistant_id") in {None, "agent", "hitl", "failing"}:
        return mock(request)
    headers = {"x-api-key": request.headers["x-api-key"]}
    sent = {**body, "assistant_id": "agent"}
    return mock(httpx.Request("POST", request.url, headers=headers, json=sent))


@pytest.mark.parametrize("named", [{}, {"hitl": "hitl", "failing": "failing"}])
def test_a_graph_that_ends_otherwise_than_an_unknown_one_is_known(behind, named):
    survey = take_survey(behind(runs_the_agent_by_any_name, graphs=Graphs(named))[0])
    assert {role: graph.name for role, graph in survey.roles.items()} == {
        "assistant": "agent",
        "hitl": "hitl",
        "failing": "failing",
    }


def test_facts_on_runs_are_those_of_the_graph_that_keeps_messages(behind):
    """The graph that interrupts is run first here, and its history has fewer states."""
    run_context, log = behind(graphs=Graphs({"hitl": "hitl"}))
    survey = take_survey(run_context)
    read = next(each.url.path.split("/")[2] for each in log if each.url.path.endswith("/history"))
    runs = [each for each in log if each.url.path == f"/threads/{read}/runs/stream"]
    assert [json.loads(each.content)["assistant_id"] for each in runs] == ["agent"]
    assert survey.keeps_history


def test_assistants_of_every_graph_prove_no_graph(behind):
    created_ids = set()

    def front(request, mock):
        if request.method == "POST" and request.url.path == "/assistants":
            body = json.loads(request.content)
            sent = {**body, "graph_id": "agent"}
            headers = {"x-api-key": request.headers["x-api-key"]}
            created = mock(httpx.Request("POST", request.url, headers=headers, json=sent))
            if body["graph_id"] != "agent" and created.status_code == 200:
                created_ids.add(created.json()["assistant_id"])
            return created
        if request.method == "POST" and re.search("/runs(/stream|/wait)?$", request.url.path):
            assistant_id = json.loads(request.content)["assistant_id"]
            if assistant_id in created_ids:
                return (
                    httpx.Response(500, json={"detail": "x"})
                    if "stream" not in request.url.path
                    else failed()
                )
            if assistant_id != "agent":
                return httpx.Response(404, json={"detail": "Assistant not found"})
        return httpx.Response(200, json=[]) if request.url.path == "/assistants/search" else mock(request)

    survey = take_survey(behind(front)[0])
    assert [graph.name for graph in survey.graphs] == ["agent"]
    assert "failing" not in survey.roles


def failed():
    events = 'event: error\ndata: {"error": "ValueError", "message": "no such graph"}\n\n'
    return httpx.Response(200, headers={"content-type": "text/event-stream"}, text=events)


def pending(request, mock):
    """Execute no run in the background."""
    match = re.fullmatch("/threads/[^/]+/runs/[^/]+", request.url.path)
    response = mock(request)
    if request.method == "GET" and match and response.status_code == 200:
        return httpx.Response(200, json={**response.json(), "status": "pending"})
    return response


def pending_at_once(request, mock):
    """Execute no run in the background, and streamed ones regardless of `after_seconds`."""
    if request.url.path.endswith("/runs/stream"):
        content = json.dumps({**json.loads(request.content), "after_seconds": 0}).encode()
        request = httpx.Request(request.method, request.url, headers=headers_of(request), content=content)
    return pending(request, mock)


def headers_of(request):
    return {name: value for name, value in request.headers.items() if name != "content-length"}


@pytest.mark.parametrize(("front", "delays"), [(pending, True), (pending_at_once, False)])
def test_runs_that_are_never_executed_cost_one_wait(behind, monkeypatch, front, delays):
    monkeypatch.setattr(behaviour, "RUN_SECONDS", 0.5)
    survey = take_survey(behind(front)[0])
    assert survey.runs_in_background is False
    assert "no background runs" in kinds(survey)
    assert (survey.delays_runs, survey.delays_streamed_runs) == (None, delays)
    assert survey.starts_at_once is not delays


def test_long_run_is_executed(behind, monkeypatch):
    monkeypatch.setattr(behaviour, "RUN_SECONDS", 0.5)

    def running(request, mock):
        response = mock(request)
        match = re.fullmatch("/threads/[^/]+/runs/[^/]+", request.url.path)
        if request.method == "GET" and match and response.status_code == 200:
            return httpx.Response(200, json={**response.json(), "status": "running"})
        return response

    assert take_survey(behind(running)[0]).runs_in_background


def test_rate_limit_is_one_note(behind):
    seen = []

    def limited(request, mock):
        seen.append(request)
        return httpx.Response(429, headers={"retry-after": "0"}) if len(seen) == 5 else mock(request)

    survey = take_survey(behind(limited)[0])
    assert survey.is_rate_limited
    assert "rate limit" in kinds(survey)
    assert not survey.named("unknown")


class Handler:
    """An authorization handler that adds the owner to metadata, and filters items by it."""

    def __init__(self, is_forbidding, name="owner"):
        self.is_forbidding = is_forbidding
        self.name = name

    def __call__(self, request, mock):
        line, owner = f"{request.method} {request.url.path}", request.headers.get("x-api-key")
        sent = json.loads(request.content or b"null")
        if line == "PUT /store/items" and self.is_forbidding and sent["value"].get("owner") != owner:
            return httpx.Response(403, json={"detail": "Forbidden"})
        response = mock(request)
        if not owner or not response.is_success:
            return response
        if line == "POST /store/items/search":
            found = [each for each in response.json()["items"] if each["value"].get("owner") == owner]
            return httpx.Response(200, json={"items": found})
        if line == "POST /threads":
            thread = response.json()
            metadata = {**thread["metadata"], self.name: owner, "title": "", "tags": None}
            return httpx.Response(200, json={**thread, "metadata": metadata})
        return response


@pytest.mark.parametrize("is_forbidding", [True, False])
def test_items_have_the_fields_by_which_a_handler_finds_them(behind, is_forbidding):
    run_context, _ = behind(Handler(is_forbidding))
    survey = take_survey(run_context)
    assert survey.item_fields == {"first": {"owner": "alice"}, "other": {"owner": "bob"}}
    assert "item fields" in kinds(survey)
    assert survey.offer("put_item").availability == "offered"


def test_fields_that_do_not_help_are_not_added(behind):
    survey = take_survey(behind(Handler(True, "tenant"))[0])
    assert survey.item_fields == {}
    assert survey.offer("put_item").availability == "forbidden"


def test_identities_of_one_owner_are_noted(behind):
    survey = take_survey(behind(identities=({"x-api-key": "alice"}, {"x-api-key": "alice"}))[0])
    assert survey.owners_differ is False
    assert "one owner" in kinds(survey)


def kinds(survey):
    return {note.kind for note in survey.notes}


SCALARS = (None, True, False, 0, -1, 1.5, "", "x", "\ud800", "../..", "text/event-stream", 10**400, "é" * 50)


def random_json(chance, depth=0):
    kind = chance.random()
    if depth > 3 or kind < 0.4:
        return chance.choice(SCALARS)
    if kind < 0.6:
        return [random_json(chance, depth + 1) for _ in range(chance.randrange(4))]
    names = (
        "thread_id",
        "run_id",
        "assistant_id",
        "graph_id",
        "cron_id",
        "values",
        "tasks",
        "status",
        "messages",
    )
    names += ("checkpoint", "checkpoint_id", "metadata", "detail", "input_schema", "properties", "interrupts")
    return {chance.choice(names): random_json(chance, depth + 1) for _ in range(chance.randrange(6))}


@pytest.mark.parametrize("seed", sweep(range(6), 0, 1))
def test_no_response_raises(behind, seed):
    chance = random.Random(seed)  # noqa: S311 - it has to repeat

    def front(request, mock):
        if chance.random() < 0.5:
            return mock(request)
        status = chance.choice((200, 200, 200, 201, 204, 302, 400, 401, 404, 405, 409, 422, 500))
        text = json.dumps(random_json(chance))
        if chance.random() < 0.2:
            text = text[: len(text) // 2]
        if request.url.path.endswith("stream") and chance.random() < 0.8:
            names = ("values", "updates", "messages", "error", "end")
            text = "".join(
                f"event: {chance.choice(names)}\ndata: {json.dumps(random_json(chance))}\n\n"
                for _ in range(4)
            )
            return httpx.Response(status, headers={"content-type": "text/event-stream"}, text=text)
        return httpx.Response(status, headers={"content-type": "application/json"}, text=text)

    survey = take_survey(behind(front)[0])
    assert set(survey.operations) == set(behind()[0].contract.by_id)
    json.dumps(survey.to_json()).encode()


def test_graph_names_that_a_target_accepts_but_cannot_run_are_not_graphs(behind):
    events = 'event: __stream_error__\ndata: {"message": "Graph not found"}\n\n'

    def front(request, mock):
        body = json.loads(request.content or "null")
        if request.url.path == "/assistants/search":
            found = [each for each in mock(request).json() if each["graph_id"] == "agent"]
            return httpx.Response(200, json=found)
        is_unknown = isinstance(body, dict) and body.get("assistant_id", "agent") != "agent"
        if is_unknown and request.url.path.endswith("/runs/stream"):
            return httpx.Response(200, headers={"content-type": "text/event-stream"}, text=events)
        return mock(request)

    survey = take_survey(behind(front)[0])
    assert [graph.name for graph in survey.graphs] == ["agent"]


def sending_messages(*ids):
    """Return a server whose runs send these messages, or the pieces of one, in place of the mock's."""
    events = "".join(
        f'event: messages\ndata: [{{"id": "{each}", "type": "AIMessageChunk", "content": "a"}}, {{}}]\n\n'
        for each in ids
    )

    def front(request, mock):
        if request.url.path.endswith("/runs/stream"):
            return httpx.Response(200, headers={"content-type": "text/event-stream"}, text=events)
        return mock(request)

    return front


@pytest.mark.parametrize(
    ("ids", "streams_tokens"), [(["m1", "m2", "m3"], False), (["m1", "m2"] * 2, False), (["m1"] * 3, True)]
)
def test_whole_messages_are_not_tokens(behind, ids, streams_tokens):
    survey = take_survey(behind(sending_messages(*ids))[0])
    assert {graph.streams_tokens for graph in survey.graphs} == {streams_tokens}


def test_redirects_and_creations_without_an_id_are_broken(behind):
    def front(request, mock):
        line = f"{request.method} {request.url.path}"
        if line == "POST /threads":
            return httpx.Response(307, headers={"location": "/login"})
        if line == "POST /assistants":
            return httpx.Response(200, json={"data": mock(request).json()})
        return mock(request)

    survey = take_survey(behind(front)[0])
    broken = {name: survey.offer(name).response for name in survey.named("broken")}
    assert broken == {"create_thread": "307 to /login", "create_assistant": "200 without `assistant_id`"}


def test_numbers_are_ids(behind):
    ids = []

    def front(request, mock):
        path = request.url.path
        for number, thread_id in enumerate(ids):
            path = re.sub(f"^/threads/{number}(?=/|$)", f"/threads/{thread_id}", path)
        body = json.loads(request.content or "null")
        if f"{request.method} {request.url.path}" == "POST /threads":
            body.pop("thread_id", None)
        content = b"" if body is None else json.dumps(body).encode()
        headers = {name: value for name, value in request.headers.items() if name != "content-length"}
        response = mock(
            httpx.Request(request.method, request.url.copy_with(path=path), headers=headers, content=content)
        )
        thread = response.json() if response.headers.get("content-type") == "application/json" else None
        if not (response.is_success and isinstance(thread, dict) and "thread_id" in thread):
            return response
        if thread["thread_id"] not in ids:
            ids.append(thread["thread_id"])
        return httpx.Response(200, json={**thread, "thread_id": ids.index(thread["thread_id"])})

    run_context, _ = behind(front, run="000000000005")
    survey = take_survey(run_context)
    assert (survey.runs_in_background, survey.keeps_history, survey.owners_differ) == (True, True, True)
    assert not run_context.cleanup.remaining()


def test_credentials_that_expire_in_the_survey_raise_nothing(behind):
    requests = []

    def front(request, mock):
        requests.append(request)
        return httpx.Response(401, json={"detail": "expired"}) if len(requests) > 40 else mock(request)

    survey = take_survey(behind(front)[0])
    assert survey.named("unknown")


@pytest.mark.parametrize(
    ("status", "content_type"),
    [(401, "application/json"), (403, "text/plain"), (302, ""), (200, "text/html")],
)
def test_credentials_are_required_however_strangers_are_turned_away(behind, status, content_type):
    def front(request, mock):
        if request.headers.get("x-api-key") in {"alice", "bob"}:
            return mock(request)
        return httpx.Response(status, headers={"content-type": content_type}, text="")

    run_context, _ = behind(front)
    assert run_context.requires_auth.is_up(run_context.target)
    assert not behind()[0].requires_auth.is_up(behind()[0].target)


@pytest.mark.parametrize(
    ("thread", "shape"),
    [
        ({"error": "not found"}, "200 application/json: error"),
        ({"code": 404, "data": None}, "200 application/json: code, data, like a success"),
    ],
)
def test_errors_with_the_fields_of_a_success_are_distinguished(behind, thread, shape):
    def front(request, mock):
        response = mock(request)
        if request.method != "GET" or not re.fullmatch("/threads/[^/]+", request.url.path):
            return response
        found = {"code": 0, "data": response.json()} if response.is_success else thread
        return httpx.Response(200, json=found)

    with CheckContext(behind(front)[0], behind()[0].contract.by_id["get_info"], "survey") as ctx:
        assert behaviour.error_shape(Session(ctx, ctx)) == shape

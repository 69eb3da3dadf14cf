"""Tests of scripted and generated requests: no findings on the mock, findings on a wrong server."""

import json
import re
from dataclasses import replace
from itertools import cycle, product

import httpx
import pytest
from miniatures.stage import stage

from contract_tests import contract as contracts
from contract_tests.client.operation_request import OperationRequest
from contract_tests.findings.finding import Verdict
from contract_tests.findings.survey import Offer, Survey
from contract_tests.generation.documented_values import ANY_THREAD_ID
from contract_tests.generation.valid_requests import Generator
from contract_tests.harness.graphs import Graphs
from contract_tests.operation_groups import ENDLESS_STREAMS
from contract_tests.runner.catalogue import PHASES
from contract_tests.runner.generated_requests import OperationCheck
from sweep import sweep

CONTRACT = contracts.load()
A_TASK = {
    "kind": "task",
    "id": "t:r",
    "contextId": "22222222-2222-4222-8222-222222222222",
    "status": {"state": "completed"},
}
AN_ASSISTANT = {
    "assistant_id": "33333333-3333-4333-8333-333333333333",
    "graph_id": "agent",
    "name": "agent",
    "config": {},
    "context": {},
    "metadata": {},
    "version": 1,
    "created_at": "2025-01-01T00:00:00+00:00",
    "updated_at": "2025-01-01T00:00:00+00:00",
}
EMPTY = OperationRequest({"thread_id": ANY_THREAD_ID}, body={})
"""The first of the generated requests, whose ids are those of existing resources."""

OPERATIONS = [operation.id for operation in CONTRACT.operations]


@pytest.fixture(scope="module")
def mock():
    with stage() as built:
        yield built


@pytest.fixture
def run_context(mock):
    with mock.run_context() as new_context:
        yield new_context


def run_phase(run_context, operation_id, part):
    generator = Generator(CONTRACT, run_context.validity, seed=0)
    return OperationCheck(run_context, generator, CONTRACT.by_id[operation_id], part).run()


QUICK = (*zip(OPERATIONS, cycle(PHASES), strict=False),)
"""Each operation with one of the parts; `langgraph-check --mock` runs all of them."""


@pytest.mark.parametrize(("operation_id", "part"), sweep(product(OPERATIONS, PHASES), *QUICK))
def test_the_mock_conforms_and_is_left_as_it_was(run_context, operation_id, part):
    outcome = run_phase(run_context, operation_id, part)
    assert (outcome.verdict, outcome.reason, outcome.findings) == (Verdict.PASS, "", ())
    assert not run_context.cleanup.remaining()
    for owner in ("first", "other", "nobody"):
        assert count(run_context, owner) == 0


def count(run_context, owner, path="/threads"):
    response = run_context.target.transport.handle_request(
        httpx.Request(
            "POST",
            f"http://miniature{path}/count",
            json={},
            headers=run_context.target._credentials(owner),
        )
    )
    return httpx.Response(200, content=response.read()).json()


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_the_script_reaches_every_required_status(run_context, operation_id):
    reached = {
        each.status
        for each in run_phase(run_context, operation_id, "scripted").exchanges
        if each.operation_id == operation_id
    }
    documented = {
        status
        for status, response in CONTRACT.by_id[operation_id].responses.items()
        if status not in {400, 401} and "x-preferred" not in response
    }
    assert documented <= reached


def test_the_same_seed_sends_the_same_requests(mock):
    def sent():
        with mock.run_context() as run_context:
            return [each.request for each in run_phase(run_context, "update_state", "valid").exchanges]

    assert sent() == sent()


@pytest.mark.parametrize("operation_id", ["get_assistant", "get_assistant_subgraphs", "delete_thread"])
def test_no_generated_request_is_sent_twice(run_context, operation_id, monkeypatch):
    monkeypatch.setattr(OperationCheck, "_documented", lambda *_: ())
    any_id = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
    sent = [
        any_id.sub("", each.request.path)
        for each in run_phase(run_context, operation_id, "valid").exchanges
        if each.operation_id == operation_id
    ]
    assert sent
    assert len(sent) == len(set(sent))


class Wrong(httpx.BaseTransport):
    """The mock with altered responses."""

    def __init__(self, right, alter):
        self.right = right
        self.alter = alter

    def handle_request(self, request):
        response = self.right.handle_request(request)
        response.read()
        return self.alter(request, response)


@pytest.fixture
def findings(run_context):
    """Return a function that checks an operation on a mock with altered responses."""

    def checked(alter, operation_id, part):
        object.__setattr__(run_context.target, "transport", Wrong(run_context.target.transport, alter))
        return run_phase(run_context, operation_id, part).findings

    return checked


@pytest.fixture
def failing_checks(findings):
    """Return a function that collects the ids of the failing checks."""
    return lambda *request: {finding.check for finding in findings(*request)}


def test_a_server_that_rejects_a_valid_request_is_found(failing_checks):
    def refuse(request, response):
        is_replaced = request.method == "PATCH" and response.status_code == 200
        return httpx.Response(422, json={"detail": "no"}) if is_replaced else response

    assert failing_checks(refuse, "update_thread", "scripted") == {"shape.accepts_valid"}


def test_a_field_is_not_to_blame_for_missing_permissions(findings):
    def forbid(request, response):
        """Forbid the deletion of an item that does not exist, since no handler knows its owner."""
        is_replaced = request.method == "DELETE" and json.loads(request.content).get("key") != "key"
        return httpx.Response(403, json={"detail": "no"}) if is_replaced else response

    forbidden = [each for each in findings(forbid, "delete_item", "valid") if each.check == "shape.status"]
    assert {each.pointer for each in forbidden} == {"status 403"}


def test_wrong_rejection_of_a_stranger_is_only_a_should(findings):
    """Some servers return 403 without a token, which no client with credentials meets."""

    def refuse_strangers(request, response):
        is_stranger = request.headers.get("x-api-key") not in {"alice", "bob"}
        return httpx.Response(403, json={"detail": "no token"}) if is_stranger else response

    found = findings(refuse_strangers, "count_threads", "scripted")
    assert {(each.check, each.level) for each in found} == {("shape.status", "should")}


def count_anything(request, response):
    lenient = request.url.path == "/threads/count" and response.status_code == 422
    return httpx.Response(200, json=0) if lenient else response


def test_a_server_that_accepts_an_invalid_request_is_found(failing_checks):
    assert failing_checks(count_anything, "count_threads", "scripted") == {"shape.rejects_invalid"}
    assert failing_checks(count_anything, "count_threads", "invalid") == {"shape.rejects_invalid"}


def test_accepting_invalid_requests_breaks_no_must(findings):
    assert {each.level for each in findings(count_anything, "count_threads", "scripted")} == {"should"}


def test_an_invalid_value_that_comes_back_is_one_finding(findings):
    """The response that repeats the accepted value does not match its schema: that is the same mistake."""

    def store_any_metadata(request, response):
        if (request.method, request.url.path, response.status_code) != ("POST", "/assistants", 422):
            return response
        body = json.loads(request.content)
        if not isinstance(body, dict) or isinstance(body.get("metadata", {}), dict | None):
            return response
        stored = {**AN_ASSISTANT, "metadata": body["metadata"]}
        return httpx.Response(200, json=stored)

    found = {
        (each.check, each.pointer) for each in findings(store_any_metadata, "create_assistant", "invalid")
    }
    assert found == {("shape.rejects_invalid", "/body/metadata")}


def test_another_invalid_value_in_the_response_to_an_invalid_request_is_found(failing_checks):
    def store_anything(request, response):
        is_rejected = (request.method, response.status_code) == ("POST", 422)
        return httpx.Response(200, json={**AN_ASSISTANT, "version": "one"}) if is_rejected else response

    checks = failing_checks(store_anything, "create_assistant", "invalid")
    assert checks == {"shape.rejects_invalid", "shape.body"}


@pytest.mark.parametrize("status", [400, 422])
def test_a_value_that_the_graph_can_not_use_may_be_rejected(failing_checks, status):
    def reject_lists(request, response):
        is_list = request.url.path.endswith("/state") and b'"values":[' in request.content.replace(b" ", b"")
        return httpx.Response(status, json={"detail": "not an object"}) if is_list else response

    assert failing_checks(reject_lists, "update_state", "valid") == set()


@pytest.fixture
def generate(monkeypatch):
    """Return a function that replaces the generated requests by one with the body."""

    def replace_by(body):
        request = OperationRequest({"thread_id": ANY_THREAD_ID}, body=body)
        monkeypatch.setattr(Generator, "valid", lambda self, operation, count: [EMPTY, request])

    return replace_by


def test_a_value_that_the_graph_can_not_use_may_not_break_the_server(findings):
    def break_down(request, response):
        names_a_node = b'"as_node"' in request.content and b'"as_node": "__start__"' not in request.content
        return httpx.Response(500, text="no such node") if names_a_node else response

    [found] = findings(break_down, "update_state", "valid")
    assert (found.check, found.pointer) == ("shape.server_error", "/body/as_node")
    assert found.expected == "an error because the graph can't use this `as_node`"


def find_no_state(request, response):
    """Reject the id of a checkpoint that does not exist."""
    is_unknown = request.url.path.endswith("/state") and b'"no-id"' in request.content
    return httpx.Response(404, json={"detail": "no such state"}) if is_unknown else response


def test_a_value_for_the_graph_may_be_rejected_in_addition_to_an_unknown_id(generate, failing_checks):
    """Without either of them the request is rejected because of the other one, with another status."""
    generate({"values": [], "checkpoint_id": "no-id"})

    def reject_lists(request, response):
        if b'"values":[]' in request.content.replace(b" ", b""):
            return httpx.Response(422, json={"detail": "not an object"})
        return find_no_state(request, response)

    assert failing_checks(reject_lists, "update_state", "valid") == set()


def test_a_server_error_is_blamed_on_its_field_despite_an_unknown_id(generate, findings):
    generate({"as_node": "no node", "checkpoint_id": "no-id"})

    def break_down(request, response):
        names_a_node = b'"no node"' in request.content
        return httpx.Response(500, text="no node") if names_a_node else find_no_state(request, response)

    [found] = findings(break_down, "update_state", "valid")
    assert (found.check, found.pointer) == ("shape.server_error", "/body/as_node")


@pytest.mark.parametrize(
    ("query", "pointer", "expected"),
    [
        ({"limit": -5}, "/query/limit", "success or 4xx: servers may reject `limit: "),
        ({"limit": -5, "offset": -5}, "", "success or 4xx: servers may reject a value of this request"),
        ({"limit": -5, "status": "pending"}, "/query/status", "success: the contract allows `status: "),
        ({"limit": 5000, "offset": -5}, "/query/offset", "success or 4xx: servers may reject `offset: "),
        ({"limit": 5}, "/query/limit", "success: the contract allows `limit: "),
    ],
    ids=["optional", "several", "beside an optional one", "one of several", "required"],
)
def test_a_server_error_may_be_due_to_a_value_that_servers_may_reject(
    monkeypatch, findings, query, pointer, expected
):
    request = OperationRequest({"thread_id": ANY_THREAD_ID}, query)
    monkeypatch.setattr(Generator, "valid", lambda self, operation, count: [request])
    names = [pointer.removeprefix("/query/")] if pointer else list(query)

    def break_down(request, response):
        has_one = any(f"{name}={query[name]}&" in f"{request.url.query.decode()}&" for name in names)
        return httpx.Response(500) if has_one else response

    [found] = findings(break_down, "list_thread_runs", "valid")
    assert (found.check, found.pointer) == ("shape.server_error", pointer)
    assert found.expected.startswith(expected)


def test_of_two_server_errors_the_one_of_a_value_that_servers_may_not_reject_is_shown(monkeypatch, findings):
    path = {"thread_id": ANY_THREAD_ID}
    sent = [OperationRequest(path, {"limit": each}) for each in (-5, 5)]
    monkeypatch.setattr(Generator, "valid", lambda self, operation, count: sent)

    def break_down(request, response):
        return httpx.Response(500) if request.url.query.endswith(b"5") else response

    [found] = findings(break_down, "list_thread_runs", "valid")
    assert found.expected == 'success: the contract allows `limit: "5"`'


def test_an_id_that_was_stored_before_the_refusal_is_not_sent_again(findings):
    stored = set()

    def store_first(request, response):
        if (request.method, request.url.path, response.status_code) != ("POST", "/threads", 422):
            return response
        body = json.loads(request.content)
        thread_id = body.get("thread_id") if isinstance(body, dict) else None
        if not isinstance(thread_id, str):
            return response
        if thread_id in stored:
            return httpx.Response(409, json={"detail": "Thread already exists"})
        stored.add(thread_id)
        return response

    received = {each.received for each in findings(store_first, "create_thread", "invalid")}
    assert "409 Thread already exists" not in received


def test_a_documented_error_in_a_200_counts_as_an_error(failing_checks):
    def accept(request, response):
        is_replaced = request.content == b"{" and "error" in response.json()
        replacement = {"jsonrpc": "2.0", "id": None, "result": A_TASK}
        return httpx.Response(200, json=replacement) if is_replaced else response

    assert failing_checks(accept, "send_a2a_message", "scripted") == {"shape.rejects_invalid"}


def test_an_error_may_repeat_what_it_rejects(failing_checks):
    def repeat(request, response):
        sent = json.loads(request.content) if request.url.path.endswith("/commands") else {}
        if response.status_code != 400 or not isinstance(sent, dict):
            return response
        error = {"type": "error", "error": "invalid_argument", "message": "not a command"}
        return httpx.Response(400, json={**error, "id": sent.get("id")})

    assert failing_checks(repeat, "send_command", "invalid") == set()


def test_an_invalid_response_is_found(failing_checks):
    def bare(request, response):
        wrong = request.method == "GET" and response.status_code == 404
        return httpx.Response(404, json={"error": "unknown"}) if wrong else response

    assert failing_checks(bare, "get_thread", "scripted") == {"shape.body"}


def test_a_server_error_is_reported_once(failing_checks):
    def fail(request, response):
        return httpx.Response(500) if request.url.path.endswith("/copy") else response

    assert failing_checks(fail, "copy_thread", "valid") == {"shape.server_error"}


@pytest.mark.parametrize(
    ("operation_id", "status", "pointer"),
    [("get_thread", 404, "/path/thread_id"), ("create_thread", 409, "/body/thread_id")],
)
def test_a_server_error_about_an_unknown_or_taken_id_hides_no_other(findings, operation_id, status, pointer):
    def crash(request, response):
        is_own = request.headers.get("x-api-key") in {"alice", "bob"}
        return httpx.Response(500) if is_own and response.status_code == status else response

    found = [each for each in findings(crash, operation_id, "scripted") if each.check == "shape.server_error"]
    assert [(each.pointer, each.expected) for each in found] == [(pointer, str(status))]


def test_a_server_without_threads_is_not_testable(failing_checks, run_context):
    def barren(request, response):
        created = request.method == "POST" and request.url.path == "/threads"
        return httpx.Response(422, json={"detail": "never"}) if created else response

    assert failing_checks(barren, "get_thread", "valid") == {"shape.accepts_valid"}
    assert run_phase(run_context, "get_thread", "valid").verdict == Verdict.BLOCKED
    assert failing_checks(barren, "create_thread", "scripted") == {"shape.accepts_valid"}


def lacking(run_context, *operation_ids, status=404):
    """Return the run context of a target that lacks these operations, by the survey."""
    survey = Survey({each: Offer("missing", str(status), status) for each in operation_ids})
    return replace(run_context, graphs=Graphs(survey=survey))


def test_a_feature_that_a_server_lacks_is_not_offered(run_context):
    outcome = run_phase(lacking(run_context, "prune_threads"), "prune_threads", "valid")
    assert (outcome.verdict, outcome.findings, outcome.exchanges) == (Verdict.NOT_OFFERED, (), ())


@pytest.mark.parametrize(("status", "received"), [(404, []), (501, []), (500, ["500"]), (503, ["503"])])
def test_a_server_error_of_a_feature_that_a_server_denies_is_a_finding(run_context, status, received):
    outcome = run_phase(lacking(run_context, "get_mcp", status=status), "get_mcp", "scripted")
    assert [each.received for each in outcome.findings] == received
    assert not outcome.exchanges


@pytest.mark.parametrize("operation_id", ["get_mcp", "delete_mcp"])
def test_ungranted_operation_is_offered_with_its_feature(run_context, operation_id):
    outcome = run_phase(lacking(run_context, "call_mcp"), operation_id, "scripted")
    assert outcome.verdict == Verdict.NOT_OFFERED


def needing_metadata(request, response):
    is_bare = request.method == "PATCH" and b'"metadata"' not in request.content
    return httpx.Response(422, json={"detail": "metadata is required"}) if is_bare else response


@pytest.mark.parametrize("part", PHASES)
def test_a_field_that_a_server_requires_is_one_finding_and_hides_nothing(findings, run_context, part):
    survey = Survey({"update_thread": Offer("offered", needs="metadata")})
    object.__setattr__(run_context, "graphs", Graphs(survey=survey))
    expected = "success: the contract does not require `metadata`"
    found = {
        (each.check, each.pointer, each.expected)
        for each in findings(needing_metadata, "update_thread", part)
    }
    assert found <= {("shape.accepts_valid", "/body/metadata", expected)}
    assert found or part != "scripted"


def test_a_finding_remains_if_the_server_lacks_other_operations(run_context):
    def breaks(request, response):
        return httpx.Response(500) if request.url.path.endswith("/copy") else response

    broken = Wrong(run_context.target.transport, breaks)
    target = replace(run_context.target, transport=broken)
    outcome = run_phase(
        lacking(replace(run_context, target=target), "update_state"), "copy_thread", "scripted"
    )
    assert "shape.server_error" in {each.check for each in outcome.findings}


@pytest.mark.parametrize("operation_id", ["get_thread_run", "join_thread_run_stream"])
def test_runs_are_read_where_none_can_be_joined(run_context, operation_id):
    outcome = run_phase(lacking(run_context, "join_thread_run"), operation_id, "scripted")
    assert (outcome.verdict, outcome.reason) == (Verdict.PASS, "")


def test_a_server_error_on_the_way_to_another_operation_is_found(findings):
    def fail(request, response):
        is_state = request.method == "POST" and request.url.path.endswith("/state")
        return httpx.Response(500) if is_state else response

    keys = {(finding.check, finding.operation) for finding in findings(fail, "get_thread", "valid")}
    assert keys == {("shape.server_error", "update_state")}


class StoringWhatItRejects(httpx.BaseTransport):
    """The mock, but what it rejects with 422 is created without the invalid field before it returns 500."""

    def __init__(self, right, path):
        self.right = right
        self.path = path

    def handle_request(self, request):
        response = self.right.handle_request(request)
        response.read()
        if (request.method, request.url.path, response.status_code) != ("POST", self.path, 422):
            return response
        body = json.loads(request.content or b"null")
        fields = [name for name in ("thread_id", "assistant_id", "graph_id") if name in (body or {})]
        if fields in ([], ["graph_id"]):
            return response
        kept = {name: body[name] for name in fields}
        again = httpx.Request("POST", request.url, json=kept, headers=request.headers)
        self.right.handle_request(again).read()
        return httpx.Response(500, json={"detail": "broken"})


@pytest.mark.parametrize(
    ("operation_id", "path"), [("create_thread", "/threads"), ("create_assistant", "/assistants")]
)
def test_what_a_server_stores_before_it_fails_is_removed(run_context, operation_id, path):
    before = count(run_context, "first", path)
    object.__setattr__(
        run_context.target, "transport", StoringWhatItRejects(run_context.target.transport, path)
    )
    found = run_phase(run_context, operation_id, "invalid").findings
    assert "shape.server_error" in {each.check for each in found}
    object.__setattr__(run_context.target, "transport", run_context.target.transport.right)
    assert count(run_context, "first", path) == before


def test_the_field_is_named_if_a_server_stores_a_thread_before_it_fails(findings):
    def fail_afterwards(request, response):
        is_creation = (request.method, request.url.path) == ("POST", "/threads")
        return httpx.Response(500) if is_creation and b'"ttl"' in request.content else response

    found = findings(fail_afterwards, "create_thread", "valid")
    pointers = {each.pointer for each in found}
    assert pointers
    assert all(each.startswith("/body/ttl") for each in pointers)


@pytest.mark.parametrize(("operation_id", "level"), [("search_history", "must"), ("copy_thread", "should")])
def test_an_operation_that_a_server_lacks_is_found_once(run_context, operation_id, level):
    without = lacking(run_context, operation_id)
    [finding] = run_phase(without, operation_id, "scripted").findings
    assert (finding.check, finding.level) == ("shape.operation_exists", level)
    assert "http://" in finding.replay[-1]
    assert "{" not in finding.replay[-1]
    assert run_phase(without, operation_id, "valid").findings == ()


def fails_without_an_object(request, response):
    """Fail for a body that is not an object, as servers do that read a field of it at once."""
    try:
        is_object = isinstance(json.loads(request.content), dict)
    except ValueError:
        is_object = False
    is_read = request.method in READING_BODIES
    return httpx.Response(500, json={"detail": "no"}) if is_read and not is_object else response


READING_BODIES = {"POST", "PATCH", "PUT"}
WITH_BODIES = [
    each.id
    for each in CONTRACT.operations
    if each.body and each.method in READING_BODIES and each.id not in ENDLESS_STREAMS  # which `Wrong` reads
]


@pytest.mark.parametrize("operation_id", sweep(WITH_BODIES, *WITH_BODIES[::4]))
def test_a_server_that_fails_without_an_object_is_found(run_context, operation_id):
    alter = fails_without_an_object
    object.__setattr__(run_context.target, "transport", Wrong(run_context.target.transport, alter))
    outcomes = [run_phase(run_context, operation_id, part) for part in PHASES]
    assert [each.reason for each in outcomes if each.verdict is Verdict.ERROR] == []
    found = {(finding.check, finding.operation) for each in outcomes for finding in each.findings}
    assert ("shape.server_error", operation_id) in found

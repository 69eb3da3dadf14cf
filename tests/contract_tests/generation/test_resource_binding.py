"""Tests of binding generated requests to our own resources, so that they affect no others."""

from uuid import UUID

import pytest
from miniatures.stage import stage

from contract_tests.client.operation_request import OperationRequest
from contract_tests.generation.prerequisites import Prerequisites
from contract_tests.generation.resource_binding import Binder, Names, is_constant
from contract_tests.generation.scripted import script
from contract_tests.harness.check_context import CheckContext

SOMEBODYS = "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11"
NIL = "00000000-0000-0000-0000-000000000000"


@pytest.fixture(scope="module")
def mock():
    with stage() as built, built.run_context() as run_context:
        yield run_context


@pytest.fixture
def aim_of(mock):
    """Return a function that makes an aim for an operation, and remove what it created afterwards."""
    trials = []

    def make(operation_id, *, known=True):
        ctx = CheckContext(mock, mock.contract.by_id[operation_id], "aim")
        trials.append(ctx)
        return Binder(ctx, Prerequisites(ctx), known)

    yield make
    for ctx in trials:
        ctx.__exit__(None, None, None)


@pytest.fixture
def body_of(aim_of):
    def aimed(operation_id, body):
        return aim_of(operation_id).bind(OperationRequest(body=body)).body

    return aimed


@pytest.mark.parametrize(
    ("generated", "sent"), [("0126-03-18T20:08:10Z", "2099-01-01T00:00:00Z"), (None, None)]
)
def test_a_cron_does_not_end_in_the_past(body_of, generated, sent):
    assert body_of("update_cron", {"end_time": generated})["end_time"] == sent


@pytest.mark.parametrize("name", ["thread_id", "run_id"])
def test_a_path_names_our_resource(aim_of, name):
    binder = aim_of("get_thread_run")
    aimed = binder.bind(OperationRequest(path={"thread_id": SOMEBODYS, "run_id": SOMEBODYS}))
    assert aimed.path[name] == getattr(binder.prerequisites, name)


def test_the_example_of_an_id_is_never_sent(mock):
    card = mock.contract.by_id["get_agent_card"]
    (example,) = [each["example"] for each in card.parameters]
    with CheckContext(mock, card, "script") as ctx:
        sent = [step.request.query.get("assistant_id") for step in script(card, ctx)]
    assert sent
    assert example not in sent


@pytest.mark.parametrize("operation", ["delete_assistant", "update_assistant"])
def test_a_change_is_bound_to_our_assistant(aim_of, operation):
    binder = aim_of(operation)
    assert (
        binder.bind(OperationRequest(path={"assistant_id": SOMEBODYS})).path["assistant_id"]
        == binder.prerequisites.assistant_id
    )


def test_an_invalid_id_stays(aim_of):
    path = {"thread_id": "zzz", "run_id": "zzz"}
    assert aim_of("get_thread_run").bind(OperationRequest(path=path)).path == path


def test_created_resources_get_chosen_ids(body_of):
    assert body_of("create_assistant", {"assistant_id": SOMEBODYS})["assistant_id"] != SOMEBODYS
    assert body_of("create_thread", {"thread_id": SOMEBODYS})["thread_id"] != SOMEBODYS


def test_a_run_is_one_of_an_assistant_that_exists(body_of):
    assert body_of("create_run", {"assistant_id": "zzz"}) == {"assistant_id": "agent"}
    assert body_of("create_runs_batch", [{"assistant_id": "zzz"}]) == [{"assistant_id": "agent"}]


def test_few_runs_are_started_at_once(body_of):
    assert len(body_of("create_runs_batch", [{"assistant_id": "zzz"}] * 9)) == 2


def test_webhooks_are_never_called(body_of):
    webhook = {"assistant_id": "agent", "webhook": "http://somebody.example"}
    assert body_of("create_run", webhook) == {"assistant_id": "agent"}


def test_an_invalid_webhook_stays(body_of):
    assert body_of("create_run", {"webhook": 1}) == {"webhook": 1}


@pytest.mark.parametrize("seconds", [1e300, -1, 3600])
def test_a_run_starts_at_once(body_of, seconds):
    assert body_of("create_thread_run", {"after_seconds": seconds}) == {"after_seconds": 0}


def test_a_stateless_run_leaves_no_thread(body_of):
    assert body_of("wait_run", {"on_completion": "keep"}) == {"on_completion": "delete"}


@pytest.mark.parametrize("status", ["all", "pending", "running"])
def test_only_our_runs_are_cancelled(aim_of, status):
    binder = aim_of("cancel_runs")
    own = {"thread_id": binder.prerequisites.thread_id, "run_ids": [binder.prerequisites.run_id]}
    assert binder.bind(OperationRequest(body={"status": status})).body == own
    others = {"thread_id": SOMEBODYS, "run_ids": [SOMEBODYS]}
    assert binder.bind(OperationRequest(body=others)).body == own


def test_a_search_may_be_for_any_status(body_of):
    assert body_of("search_threads", {"status": "busy"}) == {"status": "busy"}


def test_ids_in_metadata_and_input_stay_unchanged(body_of):
    request = {"metadata": {"thread_id": SOMEBODYS}, "input": {"webhook": "http://somebody.example"}}
    assert body_of("create_thread_run", request) == request


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("field", ["checkpoint", "before"])
def test_a_checkpoint_is_one_of_the_thread_in_the_path(aim_of, field, known):
    binder = aim_of("search_history", known=known)
    bound = binder.bind(OperationRequest(body={field: {"thread_id": "", "checkpoint_ns": "7"}}))
    assert bound.body == {field: {"thread_id": binder.prerequisites.thread_id, "checkpoint_ns": "7"}}


def test_a_checkpoint_of_an_invalid_thread_stays(aim_of):
    assert aim_of("search_history").bind(OperationRequest(body={"before": {"thread_id": 17}})).body == {
        "before": {"thread_id": 17}
    }


@pytest.mark.parametrize("operation", ["put_item", "delete_item"])
def test_an_item_is_in_our_namespace(body_of, operation):
    aimed = body_of(operation, {"namespace": ["users"], "key": "k", "value": {}})
    own, *below = aimed["namespace"]
    assert UUID(own)
    assert below == ["users"]


def test_the_empty_namespace_stays(body_of):
    assert body_of("put_item", {"namespace": [], "key": "k"})["namespace"] == []


def test_a_message_is_sent_to_our_context(body_of):
    message = {"contextId": SOMEBODYS}
    aimed = body_of("send_a2a_message", {"params": {"message": message}})
    assert aimed["params"]["message"]["contextId"] != SOMEBODYS


def test_a_query_names_our_assistant(aim_of):
    binder = aim_of("get_agent_card")
    aimed = binder.bind(OperationRequest(query={"assistant_id": SOMEBODYS})).query
    assert aimed == {"assistant_id": binder.prerequisites.assistant_id}


@pytest.mark.parametrize("operation_id", ["get_assistant", "delete_thread", "get_agent_card"])
def test_requests_that_differ_only_in_bound_ids_are_equal(mock, operation_id):
    assert is_constant(mock.contract.by_id[operation_id])
    one, other = (forms(mock, operation_id, thread_id=each, assistant_id=each) for each in (SOMEBODYS, NIL))
    assert one == other


@pytest.mark.parametrize("operation_id", ["get_thread", "get_state_at_checkpoint", "update_thread"])
def test_an_operation_with_a_free_parameter_or_a_body_has_different_requests(mock, operation_id):
    assert not is_constant(mock.contract.by_id[operation_id])


def test_placeholders_create_nothing(mock):
    ctx = CheckContext(mock, mock.contract.by_id["search_crons"], "placeholders")
    request = OperationRequest(body={"assistant_id": SOMEBODYS, "thread_id": SOMEBODYS})
    assert Binder(ctx, Names(), known=True).bind(request).body["assistant_id"] == "assistant_id"
    assert not ctx.exchanges


def forms(mock, operation_id, **ids):
    """Return the request with placeholders for our resources."""
    operation = mock.contract.by_id[operation_id]
    names = {each["name"]: each["in"] for each in operation.parameters}
    places = {
        place: {name: ids[name] for name in names if names[name] == place} for place in ("path", "query")
    }
    ctx = CheckContext(mock, operation, "placeholders")
    return repr(Binder(ctx, Names(), known=True).bind(OperationRequest(**places)))

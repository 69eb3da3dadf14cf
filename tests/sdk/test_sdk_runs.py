"""Tests of `client.runs`: create, read, wait, join, stop, delete."""

from uuid import uuid4

import httpx
import pytest
from langgraph_sdk.errors import ConflictError, NotFoundError, UnprocessableEntityError


def last_text(values):
    """Return the last message of the assistant."""
    return values["messages"][-1]["content"]


def contents(values):
    return [message["content"] for message in values["messages"] if message["type"] == "human"]


@pytest.fixture
def slow(client, thread, say, eventually):
    """Start a run that takes two seconds, and return its id once its input is in the state."""
    run = client.runs.create(thread, "agent", input=say("slow"))
    eventually(lambda: client.threads.get_state(thread)["next"] == ["agent"])
    return run["run_id"]


def status(client, thread, run_id):
    return client.runs.get(thread, run_id)["status"]


def test_a_run_is_created_read_and_joined(client, thread, say):
    seen = []
    run = client.runs.create(
        thread,
        "agent",
        input=say("hello"),
        metadata={"a": 1},
        on_run_created=lambda created: seen.append(dict(created)),
    )
    assert seen == [{"run_id": run["run_id"], "thread_id": thread}]
    assert run["status"] in ("pending", "running")
    assert run["metadata"]["a"] == 1
    assert client.threads.get(thread)["status"] == "busy"
    joined = client.runs.join(thread, run["run_id"])
    assert last_text(joined).startswith("Echo of turn 1: you wrote 'hello'.")
    assert joined == client.threads.get_state(thread)["values"]
    read = client.runs.get(thread, run["run_id"])
    assert read["status"] == "success"
    for word in ("run_id", "thread_id", "assistant_id", "created_at", "multitask_strategy"):
        assert read[word] == run[word]
    assert client.threads.get(thread)["status"] == "idle"


def test_wait_gives_the_values_of_the_state(client, thread, say):
    seen = []
    values = client.runs.wait(thread, "agent", input=say("hello"), on_run_created=seen.append)
    assert values == client.threads.get_state(thread)["values"]
    assert seen[0]["thread_id"] == thread
    assert [run["run_id"] for run in client.runs.list(thread)] == [seen[0]["run_id"]]


def test_an_assistant_is_named_by_its_id_or_by_its_graph(client, thread, say):
    assistant = client.assistants.search(graph_id="agent", metadata={"created_by": "system"})[0]
    for name in ("agent", assistant["assistant_id"]):
        client.runs.wait(thread, name, input=say("hello"))
        assert client.runs.list(thread)[0]["assistant_id"] == assistant["assistant_id"]
    metadata = client.threads.get(thread)["metadata"]
    assert (metadata["graph_id"], metadata["assistant_id"]) == ("agent", assistant["assistant_id"])
    with pytest.raises(NotFoundError):
        client.runs.create(thread, str(uuid4()), input=say("hello"))
    with pytest.raises(UnprocessableEntityError):
        client.runs.create(thread, "nobody", input=say("hello"))


def test_runs_are_listed_newest_first(client, thread, say):
    created = [
        client.runs.create(thread, "agent", input=say(text))["run_id"] for text in ("one", "two", "three")
    ]
    client.runs.join(thread, created[-1])
    newest_first = created[::-1]
    assert [run["run_id"] for run in client.runs.list(thread)] == newest_first
    assert [run["run_id"] for run in client.runs.list(thread, limit=1, offset=1)] == newest_first[1:2]
    assert client.runs.list(thread, status="error") == []
    assert len(client.runs.list(thread, status="success")) == 3
    assert client.runs.list(thread, limit=1, select=["run_id"]) == [{"run_id": created[-1]}]


def test_a_deleted_run_is_gone(client, thread, say):
    run_id = client.runs.create(thread, "agent", input=say("hello"))["run_id"]
    client.runs.join(thread, run_id)
    client.runs.delete(thread, run_id)
    with pytest.raises(NotFoundError):
        client.runs.get(thread, run_id)


def test_an_unknown_run_is_not_found(client, thread):
    for method in (client.runs.get, client.runs.cancel, client.runs.delete, client.runs.join):
        with pytest.raises(httpx.HTTPStatusError) as raised:
            method(thread, str(uuid4()))
        assert raised.value.response.status_code == 404


def test_a_failed_run_raises_unless_raise_error_is_false(client, thread, say):
    with pytest.raises(Exception, match="simulated backend failure"):
        client.runs.wait(thread, "agent", input=say("boom"))
    values = client.runs.wait(thread, "agent", input=say("boom"), raise_error=False)
    assert values["__error__"]["message"] == "simulated backend failure"
    assert [run["status"] for run in client.runs.list(thread)] == ["error", "error"]
    assert client.threads.get(thread)["status"] == "error"
    client.runs.wait(thread, "agent", input=say("hello"))
    assert client.threads.get(thread)["status"] == "idle"


def test_a_cancelled_run_is_interrupted(client, thread, slow, say, eventually):
    client.runs.cancel(thread, slow)
    eventually(lambda: status(client, thread, slow) == "interrupted")
    assert client.threads.get(thread)["status"] == "interrupted"
    assert client.threads.get_state(thread)["next"]
    client.runs.wait(thread, "agent", input=say("hello"))
    assert client.threads.get(thread)["status"] == "idle"


def test_a_cancel_can_wait_for_the_end(client, thread, slow):
    client.runs.cancel(thread, slow, wait=True)
    assert status(client, thread, slow) == "interrupted"


def test_a_rollback_takes_back_the_run_and_its_states(client, thread, slow, eventually):
    client.runs.cancel(thread, slow, action="rollback")
    eventually(lambda: client.runs.list(thread) == [])
    assert client.threads.get_state(thread)["values"] in ({}, None)


def test_many_runs_are_cancelled_at_once(client, thread, slow, say, eventually):
    waiting = client.runs.create(thread, "agent", input=say("hello"))["run_id"]
    assert status(client, thread, waiting) == "pending"
    client.runs.cancel_many(thread_id=thread, run_ids=[slow, waiting])
    for run_id in (slow, waiting):
        eventually(lambda run_id=run_id: status(client, thread, run_id) == "interrupted")
    with pytest.raises(NotFoundError):
        client.runs.cancel_many(thread_id=thread, run_ids=[str(uuid4())])


def test_a_batch_creates_runs_without_threads(client, say):
    payloads = [{"assistant_id": "agent", "input": say(text)} for text in ("one", "two")]
    runs = client.runs.create_batch(payloads)
    assert len({run["run_id"] for run in runs}) == 2


def test_a_stateless_run_leaves_no_thread(client, say):
    tag = {"tag": str(uuid4())}
    values = client.runs.wait(None, "agent", input=say("hello"), metadata=tag)
    assert last_text(values).startswith("Echo of turn 1")
    assert client.threads.search(metadata=tag) == []


def test_a_stateless_run_keeps_its_thread_on_request(client, say, eventually):
    run = client.runs.create(None, "agent", input=say("hello"), on_completion="keep")
    eventually(lambda: status(client, run["thread_id"], run["run_id"]) == "success")
    assert contents(client.threads.get_state(run["thread_id"])["values"]) == ["hello"]


def test_an_unknown_thread_is_rejected_or_created(client, say):
    thread = str(uuid4())
    with pytest.raises(NotFoundError):
        client.runs.create(thread, "agent", input=say("hello"))
    client.runs.wait(thread, "agent", input=say("hello"), if_not_exists="create")
    assert client.threads.get(thread)["thread_id"] == thread


def test_a_run_can_begin_later(client, thread, say):
    run = client.runs.create(thread, "agent", input=say("hello"), after_seconds=1)
    assert status(client, thread, run["run_id"]) == "pending"
    client.runs.join(thread, run["run_id"])
    assert status(client, thread, run["run_id"]) == "success"


def test_a_second_run_waits_for_the_first(client, thread, slow, say):
    values = client.runs.wait(thread, "agent", input=say("hello"), multitask_strategy="enqueue")
    assert status(client, thread, slow) == "success"
    assert contents(values) == ["slow", "hello"]


def test_a_second_run_can_be_rejected(client, thread, slow, say):
    with pytest.raises(ConflictError):
        client.runs.create(thread, "agent", input=say("hello"), multitask_strategy="reject")
    assert status(client, thread, slow) == "running"


def test_a_second_run_can_interrupt_the_first_and_keep_its_messages(client, thread, slow, say):
    values = client.runs.wait(thread, "agent", input=say("hello"), multitask_strategy="interrupt")
    assert status(client, thread, slow) == "interrupted"
    assert contents(values) == ["slow", "hello"]


def test_a_second_run_can_roll_back_the_first(client, thread, slow, say):
    values = client.runs.wait(thread, "agent", input=say("hello"), multitask_strategy="rollback")
    assert contents(values) == ["hello"]
    with pytest.raises(NotFoundError):
        client.runs.get(thread, slow)


def test_a_run_can_begin_at_an_old_checkpoint(client, thread, say):
    client.runs.wait(thread, "agent", input=say("one"))
    checkpoint = client.threads.get_state(thread)["checkpoint"]
    client.runs.wait(thread, "agent", input=say("two"))
    forked = client.runs.wait(thread, "agent", input=say("three"), checkpoint=checkpoint)
    assert contents(forked) == ["one", "three"]
    forked = client.runs.wait(thread, "agent", input=say("four"), checkpoint_id=checkpoint["checkpoint_id"])
    assert contents(forked) == ["one", "four"]


def test_a_run_without_input_repeats_the_reply(client, thread, say):
    first = client.runs.wait(thread, "agent", input=say("hello"))
    before = client.threads.get_history(thread)[1]
    again = client.runs.wait(thread, "agent", checkpoint=before["checkpoint"])
    assert contents(again) == ["hello"]
    assert last_text(again).startswith("Echo of turn 1: you wrote 'hello'.")
    assert last_text(again) != last_text(first)  # the model was called again


def test_a_run_accepts_config_context_and_all_other_fields(client, thread, say):
    values = client.runs.wait(
        thread,
        "agent",
        input=say("hello"),
        config={"tags": ["a"], "recursion_limit": 10},
        durability="exit",
        metadata={"a": 1},
        on_completion="keep",
        on_disconnect="continue",
    )
    assert last_text(values).startswith("Echo of turn 1")
    assert client.runs.list(thread)[0]["metadata"]["a"] == 1
    run = client.runs.create(
        thread, "agent", input=say("hello"), context={"name": "Ann"}, webhook="http://example.com/"
    )
    client.runs.join(thread, run["run_id"])
    assert status(client, thread, run["run_id"]) == "success"

"""Tests of `client.runs.stream` and `join_stream`."""

import itertools

import pytest

NAMES = {
    "values": {"values"},
    "updates": {"updates"},
    "messages": {"messages/metadata", "messages/partial"},
    "messages-tuple": {"messages"},
    "custom": set(),
    "events": {"events"},
    "debug": {"debug"},
    "checkpoints": {"checkpoints"},
    "tasks": {"tasks"},
}
"""Stream mode -> names of the events in one turn of the agent."""


def names(parts):
    return {part.event for part in parts}


@pytest.mark.parametrize("mode", NAMES)
def test_each_stream_mode_has_its_events(client, thread, say, mode):
    parts = list(client.runs.stream(thread, "agent", input=say("hello"), stream_mode=mode))
    assert parts[0].event == "metadata"
    assert client.runs.list(thread)[0]["run_id"] == parts[0].data["run_id"]
    assert names(parts[1:]) == NAMES[mode]
    assert all(part.id is None for part in parts)


def test_modes_can_be_mixed(client, thread, say):
    modes = ["values", "updates", "messages-tuple"]
    parts = list(client.runs.stream(thread, "agent", input=say("hello"), stream_mode=modes))
    assert names(parts) == {"metadata", "values", "updates", "messages"}


def test_values_begin_with_the_input_and_end_with_the_state(client, thread, say):
    parts = list(client.runs.stream(thread, "agent", input=say("hello")))
    values = [part.data for part in parts if part.event == "values"]
    assert [message["content"] for message in values[0]["messages"]] == ["hello"]
    assert values[-1] == client.threads.get_state(thread)["values"]


def test_tokens_add_up_to_the_message_of_the_state(client, thread, say):
    parts = client.runs.stream(thread, "agent", input=say("hello"), stream_mode="messages-tuple")
    chunks = [part.data[0] for part in parts if part.event == "messages"]
    message = client.threads.get_state(thread)["values"]["messages"][-1]
    assert "".join(chunk["content"] for chunk in chunks) == message["content"]
    assert {chunk["id"] for chunk in chunks} == {message["id"]}
    assert len(chunks) > 10


def test_partial_messages_grow(client, thread, say):
    parts = client.runs.stream(thread, "agent", input=say("hello"), stream_mode="messages")
    contents = [part.data[0]["content"] for part in parts if part.event == "messages/partial"]
    assert all(longer.startswith(shorter) for shorter, longer in itertools.pairwise(contents))
    assert contents[-1] == client.threads.get_state(thread)["values"]["messages"][-1]["content"]


def test_the_run_is_finished_when_its_stream_ends(client, thread, say):
    """The SDK polls for the status and would reconnect to a run that is still active."""
    run_ids = []
    for _ in client.runs.stream(
        thread, "agent", input=say("hello"), on_run_created=lambda created: run_ids.append(created["run_id"])
    ):
        pass
    assert client.runs.get(thread, run_ids[0])["status"] == "success"
    assert client.threads.get(thread)["status"] == "idle"


def test_subgraphs_are_named_by_their_namespace(client, thread, say):
    options = {"input": say("hello"), "stream_mode": ["values", "updates"]}
    without = names(client.runs.stream(thread, "nested", **options))
    assert without == {"metadata", "values", "updates"}
    within = names(client.runs.stream(thread, "nested", stream_subgraphs=True, **options)) - without
    assert {name.partition("|")[0] for name in within} == {"values", "updates"}
    assert all(name.partition("|")[2].count(":") == 1 for name in within)


def test_version_2_of_the_stream_has_type_namespace_and_data(client, thread, say):
    parts = list(client.runs.stream(thread, "agent", input=say("hello"), stream_mode="values", version="v2"))
    assert [part["type"] for part in parts if part["type"] != "metadata"] == ["values", "values"]
    assert all(part["ns"] == [] for part in parts)


def test_a_run_without_a_thread_can_be_streamed(client, say):
    created = []
    parts = list(client.runs.stream(None, "agent", input=say("hello"), on_run_created=created.append))
    assert names(parts) == {"metadata", "values"}
    assert created == [{"run_id": parts[0].data["run_id"], "thread_id": None}]


def test_a_run_that_fails_ends_with_an_error(client, thread, say):
    parts = list(client.runs.stream(thread, "agent", input=say("boom"), stream_mode="messages-tuple"))
    assert parts[-1].event == "error"
    assert parts[-1].data["message"] == "simulated backend failure"
    assert "messages" in names(parts)
    assert client.threads.get(thread)["status"] == "error"


def test_feedback_keys_and_a_webhook_do_not_change_a_stream(client, thread, say):
    options = {"feedback_keys": ["good"], "webhook": "http://example.com/"}
    parts = list(client.runs.stream(thread, "agent", input=say("hello"), **options))
    assert names(parts) >= {"metadata", "values"}


def test_a_resumable_stream_can_be_joined_at_any_event(client, thread, say):
    options = {"stream_mode": ["values", "messages-tuple"], "stream_resumable": True}
    parts = list(client.runs.stream(thread, "agent", input=say("hello"), **options))
    run_id = parts[0].data["run_id"]
    assert len({part.id for part in parts}) == len(parts)
    assert list(client.runs.join_stream(thread, run_id, last_event_id="-")) == parts
    for position in (0, len(parts) // 2, len(parts) - 1):
        joined = list(client.runs.join_stream(thread, run_id, last_event_id=parts[position].id))
        assert joined == parts[position + 1 :]
    some = client.runs.join_stream(thread, run_id, last_event_id="-", stream_mode="values")
    assert list(some) == [part for part in parts if part.event == "values"]


def test_joining_a_resumable_run_replays_all_events(client, thread, say):
    options = {"stream_mode": "messages-tuple", "stream_resumable": True}
    first = client.runs.stream(thread, "agent", input=say("hello"), **options)
    received = list(itertools.islice(first, 3))
    second = list(client.runs.join_stream(thread, received[0].data["run_id"], last_event_id=received[-1].id))
    assert second == list(first)
    assert len(second) > 3


def test_joining_a_run_that_is_not_resumable_gets_later_events(client, thread, say):
    first = client.runs.stream(thread, "agent", input=say("slow"), stream_mode="messages-tuple")
    received = list(itertools.islice(first, 3))
    second = client.runs.join_stream(thread, received[0].data["run_id"])
    joined = [next(second), *second]
    assert all(part.id is None and part.event == "messages" for part in joined)
    assert joined == list(first)[-len(joined) :]


def test_a_run_continues_without_its_client(client, thread, say):
    stream = client.runs.stream(thread, "agent", input=say("hello"))
    run_id = next(stream).data["run_id"]
    stream.close()
    client.runs.join(thread, run_id)
    assert client.runs.get(thread, run_id)["status"] == "success"


def test_a_run_can_be_cancelled_when_its_client_disconnects(client, thread, say, eventually):
    stream = client.runs.stream(thread, "agent", input=say("slow"), on_disconnect="cancel")
    run_id = next(stream).data["run_id"]
    stream.close()
    eventually(lambda: client.runs.get(thread, run_id)["status"] == "interrupted")


def test_a_run_can_be_cancelled_when_a_joined_reader_disconnects(client, thread, say, eventually):
    options = {"stream_mode": "messages-tuple", "stream_resumable": True}
    run_id = client.runs.create(thread, "agent", input=say("slow"), **options)["run_id"]
    stream = client.runs.join_stream(thread, run_id, cancel_on_disconnect=True, last_event_id="-")
    next(stream)
    stream.close()
    eventually(lambda: client.runs.get(thread, run_id)["status"] == "interrupted")


def test_a_stream_ends_without_an_error_when_its_run_is_cancelled(client, thread, say):
    stream = client.runs.stream(thread, "agent", input=say("slow"), stream_mode="messages-tuple")
    run_id = next(stream).data["run_id"]
    next(stream)
    client.runs.cancel(thread, run_id, wait=True)
    assert names(stream) <= {"messages"}

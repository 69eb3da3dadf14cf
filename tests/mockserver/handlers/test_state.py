"""State, updates and history, as the langgraph library keeps them."""

import json

import pytest

from mockserver.errors import BadRequest, InvalidRequest, ThreadExists, ThreadNotFound

ID = "11111111-1111-4111-8111-111111111111"
HUMAN = {"type": "human", "content": "hi", "id": "m1"}
DEFAULTS = {"additional_kwargs": {}, "response_metadata": {}, "name": None}

EMPTY = {
    "values": {},
    "next": [],
    "tasks": [],
    "metadata": None,
    "created_at": None,
    "checkpoint": None,
    "parent_checkpoint": None,
    "interrupts": [],
    "checkpoint_id": None,
    "parent_checkpoint_id": None,
}


def contents(state):
    return [message["content"] for message in state["values"].get("messages", [])]


def parents(history):
    return [state["parent_checkpoint_id"] for state in history]


def checkpoint_ids(history):
    return [state["checkpoint_id"] for state in history]


@pytest.mark.parametrize("metadata", [{}, {"graph_id": "agent"}, {"graph_id": "unknown"}, {"graph_id": {}}])
def test_a_thread_without_a_state_has_an_empty_one(client, metadata):
    thread = client.thread(metadata=metadata)
    assert client.state(thread) == EMPTY
    assert client.history(thread) == []
    assert client.json("list_history", thread_id=thread["thread_id"]) == []


def test_an_update_returns_the_new_checkpoint(client):
    thread = client.thread(metadata={"graph_id": "agent"})
    response = client.add_message(thread, "hi")
    state = client.state(thread)
    assert response == {
        "checkpoint": state["checkpoint"],
        "configurable": state["checkpoint"],
        "checkpoint_id": state["checkpoint_id"],
    }


def test_the_state_after_an_update_has_the_written_values(client):
    client.thread(thread_id=ID, metadata={"graph_id": "agent"})
    put = client.json("update_state", {"values": {"messages": [HUMAN]}}, thread_id=ID)
    state = client.json("get_state", thread_id=ID)
    [task] = state.pop("tasks")
    assert task.pop("id")
    assert state.pop("created_at") > "2025"
    assert task == {
        "name": "agent",
        "path": ["__pregel_pull", "agent"],
        "error": None,
        "interrupts": [],
        "checkpoint": None,
        "state": None,
        "result": None,
    }
    assert state == {
        "values": {"messages": [{**HUMAN, **DEFAULTS}]},
        "next": ["agent"],
        "metadata": {"graph_id": "agent", "thread_id": ID, "source": "update", "step": 0, "parents": {}},
        "checkpoint": put["checkpoint"],
        "parent_checkpoint": None,
        "interrupts": [],
        "checkpoint_id": put["checkpoint_id"],
        "parent_checkpoint_id": None,
    }


def test_the_thread_has_its_latest_values_and_next_nodes(client):
    thread = client.thread(thread_id=ID, metadata={"graph_id": "agent"})
    client.json("update_state", {"values": {"messages": [HUMAN]}}, thread_id=ID)
    waiting = client.json("get_thread", thread_id=ID)
    assert waiting["values"] == {"messages": [{**HUMAN, **DEFAULTS}]}
    assert (waiting["status"], waiting["interrupts"], waiting["error"]) == ("interrupted", {}, None)
    assert thread["updated_at"] < waiting["updated_at"] == waiting["state_updated_at"]
    assert waiting["created_at"] == thread["created_at"]

    response = {"type": "ai", "content": "yo", "id": "m2"}
    client.json("update_state", {"values": {"messages": [response]}, "as_node": "agent"}, thread_id=ID)
    done = client.json("get_thread", thread_id=ID)
    assert (done["status"], contents(done)) == ("idle", ["hi", "yo"])


def test_an_update_as_the_end_ends_the_turn(client):
    thread = client.conversation("hi")
    client("update_state", {"values": None, "as_node": "__end__"}, thread_id=thread["thread_id"])
    assert client.state(thread)["next"] == []
    assert client.json("get_thread", thread_id=thread["thread_id"])["status"] == "idle"
    assert contents(client.state(thread)) == ["hi"]


@pytest.mark.parametrize("body", [{}, {"values": None}, {"values": {}}, {"values": {"unknown": 1}}])
def test_an_update_of_unknown_keys_repeats_the_values(client, body):
    thread = client.conversation("hi")
    client("update_state", body, thread_id=thread["thread_id"])
    assert [state["values"] for state in client.history(thread)] == [client.state(thread)["values"]] * 2


@pytest.mark.parametrize(
    "message",
    ["hi", ["user", "hi"], {"role": "user", "content": "hi"}, {"type": "human", "content": "hi", "id": None}],
)
def test_a_message_without_an_id_gets_one_that_stays(client, message):
    thread = client.thread(metadata={"graph_id": "agent"})
    client("update_state", {"values": {"messages": [message]}}, thread_id=thread["thread_id"])
    first = client.state(thread)["values"]["messages"]
    assert first == [{**DEFAULTS, "type": "human", "content": "hi", "id": first[0]["id"]}]
    client.add_message(thread, "again")
    assert client.state(thread)["values"]["messages"][:1] == first


def test_messages_may_be_a_single_message(client):
    thread = client.thread(metadata={"graph_id": "agent"})
    client("update_state", {"values": {"messages": "hi"}}, thread_id=thread["thread_id"])
    assert contents(client.state(thread)) == ["hi"]


def test_a_message_with_a_known_id_replaces_it(client):
    thread = client.thread(metadata={"graph_id": "agent"})
    for content in ("hi", "hello"):
        values = {"messages": [{**HUMAN, "content": content}]}
        client("update_state", {"values": values}, thread_id=thread["thread_id"])
    assert contents(client.state(thread)) == ["hello"]


def test_history_is_newest_first_and_chained_by_parents(client):
    thread = client.conversation("one", "two", "three")
    history = client.history(thread)
    assert [contents(state) for state in history] == [["one", "two", "three"], ["one", "two"], ["one"]]
    assert [state["metadata"]["step"] for state in history] == [2, 1, 0]
    assert parents(history) == [*checkpoint_ids(history)[1:], None]
    assert [state["created_at"] for state in history] == sorted(
        (state["created_at"] for state in history), reverse=True
    )
    assert history[0] == client.state(thread)


def test_history_has_one_state_by_default(client):
    thread = client.conversation("one", "two")
    latest = [client.state(thread)]
    assert client.json("list_history", thread_id=thread["thread_id"]) == latest
    assert client.json("search_history", {}, thread_id=thread["thread_id"]) == latest


@pytest.mark.parametrize(("limit", "length"), [(-1, 0), (0, 0), (1, 1), (2, 2), (1001, 3)])
def test_limit_counts_states(client, limit, length):
    thread = client.conversation("one", "two", "three")
    listed = client.json("list_history", thread_id=thread["thread_id"], query={"limit": limit})
    assert listed == client.history(thread)[:length]


def test_before_shows_only_older_states_however_it_is_written(client):
    thread = client.conversation("one", "two", "three")
    newest, *older = client.history(thread)
    config = newest["checkpoint"]
    for before in (config, {"checkpoint_id": config["checkpoint_id"]}, {"configurable": config}):
        assert client.history(thread, before=before) == older
    query = {"limit": 10, "before": config["checkpoint_id"]}
    assert client.json("list_history", thread_id=thread["thread_id"], query=query) == older


def test_before_an_unknown_checkpoint_is_accepted(client):
    thread = client.conversation("one")
    assert len(client.history(thread, before={"checkpoint_id": "junk"})) == 1
    assert len(client.history(thread, before={})) == 1


@pytest.mark.parametrize("before", [{"configurable": 1}, {"configurable": {"checkpoint_id": 1}}])
def test_before_must_name_a_checkpoint(client, before):
    with pytest.raises(InvalidRequest, match=r"body\.before"):
        client.history(client.conversation("one"), before=before)


def test_history_is_filtered_by_metadata_before_it_is_limited(client):
    thread = client.conversation("one", "two", "three")
    assert len(client.history(thread, metadata={"source": "update"})) == 3
    assert [contents(state) for state in client.history(thread, metadata={"step": 0}, limit=1)] == [["one"]]
    assert client.history(thread, metadata={"source": "loop"}) == []


def test_history_of_one_checkpoint(client):
    thread = client.conversation("one", "two")
    oldest = client.history(thread)[-1]
    assert client.history(thread, checkpoint={"checkpoint_id": oldest["checkpoint_id"]}) == [oldest]
    assert client.history(thread, checkpoint={"checkpoint_ns": "elsewhere"}) == []


def test_the_state_at_a_checkpoint_is_its_entry_in_history(client):
    thread = client.conversation("one", "two")
    for entry in client.history(thread):
        body = {"checkpoint": {"checkpoint_id": entry["checkpoint_id"], "thread_id": "ignored"}}
        path = {"thread_id": thread["thread_id"]}
        assert client.json("find_state_at_checkpoint", body, **path) == entry
        path["checkpoint_id"] = entry["checkpoint_id"]
        assert client.json("get_state_at_checkpoint", **path) == entry


def test_no_checkpoint_is_the_latest(client):
    thread = client.conversation("one", "two")
    for checkpoint in ({}, {"checkpoint_id": ""}):
        body = {"checkpoint": checkpoint}
        state = client.json("find_state_at_checkpoint", body, thread_id=thread["thread_id"])
        assert state == client.state(thread)


@pytest.mark.parametrize("checkpoint_id", ["checkpoint", ID, "junk", "\x00", "ä" * 1000])
def test_an_unknown_checkpoint_has_an_empty_state(client, checkpoint_id):
    thread = client.conversation("one")
    state = client.json("get_state_at_checkpoint", thread_id=thread["thread_id"], checkpoint_id=checkpoint_id)
    assert (state["values"], state["next"], state["metadata"]) == ({}, [], None)
    assert state["checkpoint_id"] == checkpoint_id


@pytest.mark.parametrize("checkpoint_ns", ["x", "a|b:c:d|", "agent:1", "|", ":"])
def test_an_unknown_namespace_has_an_empty_state(client, checkpoint_ns):
    thread = client.conversation("one")
    body = {"checkpoint": {"checkpoint_ns": checkpoint_ns, "checkpoint_map": {"x": 1}}, "subgraphs": True}
    assert client.json("find_state_at_checkpoint", body, thread_id=thread["thread_id"])["values"] == {}


def test_a_checkpoint_of_the_wrong_type_is_rejected(client):
    thread = client.conversation("one")
    with pytest.raises(InvalidRequest, match=r"body\.checkpoint\.checkpoint_id"):
        client(
            "find_state_at_checkpoint", {"checkpoint": {"checkpoint_id": 1}}, thread_id=thread["thread_id"]
        )


def test_unknown_fields_of_a_checkpoint_are_ignored(client):
    thread = client.conversation("one")
    for key in ("__pregel_checkpointer", "__pregel_send", "graph_id"):
        body = {"checkpoint": {key: "x"}}
        assert client.json("find_state_at_checkpoint", body, thread_id=thread["thread_id"]) == client.state(
            thread
        )
        client.add_message(thread, "two", checkpoint={key: "x"})
        assert key not in client.state(thread)["metadata"] or key == "graph_id"


@pytest.mark.parametrize("by", ["checkpoint", "checkpoint_id"])
def test_an_update_at_an_old_checkpoint_forks(client, by):
    thread = client.conversation("one", "two")
    latest, oldest = client.history(thread)
    client.add_message(thread, "other", **{by: oldest[by]})
    history = client.history(thread)
    assert contents(history[0]) == ["one", "other"]
    assert history[0]["parent_checkpoint"] == oldest["checkpoint"]
    assert history[1:] == [latest, oldest]
    assert contents(client.json("get_thread", thread_id=thread["thread_id"])) == ["one", "other"]


def test_two_forks_of_one_checkpoint_keep_their_own_values(client):
    thread = client.conversation("one")
    root = client.state(thread)["checkpoint"]
    for content in ("left", "right"):
        client.add_message(thread, content, checkpoint=root)
    assert [contents(state) for state in client.history(thread)] == [
        ["one", "right"],
        ["one", "left"],
        ["one"],
    ]


@pytest.mark.parametrize("checkpoint_id", ["junk", ID])
def test_an_update_at_an_unknown_checkpoint_starts_from_an_empty_state(client, checkpoint_id):
    thread = client.conversation("one")
    client.add_message(thread, "two", checkpoint_id=checkpoint_id)
    assert contents(client.state(thread)) == ["two"]


@pytest.mark.parametrize(
    "metadata", [{}, {"graph_id": None}, {"graph_id": "unknown"}, {"graph_id": ["agent"]}]
)
def test_a_thread_without_a_graph_can_not_be_updated(client, metadata):
    thread = client.thread(metadata=metadata)
    with pytest.raises(BadRequest, match=thread["thread_id"]):
        client.add_message(thread, "hi")


REFUSED = [
    {"values": [1]},
    {"values": []},
    {"values": {"messages": [{"x": 1}]}},
    {"values": {"messages": 5}},
    {"values": {"messages": [5]}},
    {"values": {"messages": [{"role": "user", "content": {"a": 1}}]}},
    {"values": {"messages": [{"role": "nobody", "content": "hi"}]}},
    {"values": {"messages": [{"type": "tool", "content": "no call"}]}},
    {"values": {"messages": [{"type": "ai", "content": "", "tool_calls": "none"}]}},
    {"values": {"messages": [{"type": "remove", "id": "unknown"}]}},
    {"values": {"messages": [{"lc": 1, "type": "constructor", "id": ["x"], "kwargs": {}}]}},
    {"values": {"messages": [{**HUMAN, "content": "\ud800"}]}},
    {"values": {"messages": [{**HUMAN, "\udfff": 1}]}},
    {"values": {"messages": [{**HUMAN, "extra": 2**64}]}},
    {"values": {"messages": [{**HUMAN, "extra": json.loads('{"a":' * 250 + "1" + "}" * 250)}]}},
    {"values": {"messages": []}, "as_node": "nope"},
    {"values": {"messages": []}, "as_node": ""},
    {"values": {"messages": []}, "as_node": "__end__"},
    {"values": {"messages": []}, "as_node": "\ud800"},
    {"values": [["no pair"]], "as_node": "__copy__"},
    {"values": {}, "checkpoint": {"checkpoint_ns": "child"}},
    {"values": {}, "checkpoint": {"checkpoint_id": "\ud800"}},
]


@pytest.mark.parametrize("body", REFUSED, ids=lambda body: ascii(body)[:60])
def test_values_that_the_graph_rejects_are_a_bad_request(client, body):
    thread = client.conversation("hi")
    stored, history = client.json("get_thread", thread_id=thread["thread_id"]), client.history(thread)
    storage = client.json("get_thread_storage", thread_id=thread["thread_id"])
    with pytest.raises(BadRequest) as raised:
        client("update_state", body, thread_id=thread["thread_id"])
    assert 0 < len(raised.value.detail.encode()) < 5000
    assert client.json("get_thread", thread_id=thread["thread_id"]) == stored
    assert client.history(thread) == history
    assert client.json("get_thread_storage", thread_id=thread["thread_id"]) == storage


@pytest.mark.parametrize("depth", range(225, 260, 3))
def test_deep_values_of_an_update_are_readable(client, depth):
    thread = client.conversation("hi")
    deep = json.loads('{"a":' * depth + "1" + "}" * depth)
    values = {"messages": [{**HUMAN, "type": "ai", "additional_kwargs": deep}]}
    try:
        client("update_state", {"values": values, "as_node": "agent"}, thread_id=thread["thread_id"])
    except BadRequest:
        assert depth > 240
    assert len(client.history(thread)) in (1, 2)
    assert client.json("search_threads", {}) == [client.json("get_thread", thread_id=thread["thread_id"])]


def supersteps(*steps):
    return [{"updates": list(updates)} for updates in steps]


HUMAN_UPDATE = {"as_node": "__start__", "values": {"messages": [HUMAN]}}
AI_UPDATE = {"as_node": "agent", "values": {"messages": [{"type": "ai", "content": "yo", "id": "m2"}]}}


def test_a_thread_can_begin_with_supersteps(client):
    thread = client.thread(metadata={"graph_id": "agent"}, supersteps=supersteps([HUMAN_UPDATE], [AI_UPDATE]))
    assert (thread["status"], contents(thread)) == ("idle", ["hi", "yo"])
    assert thread == client.json("get_thread", thread_id=thread["thread_id"])
    history = client.history(thread)
    assert [contents(state) for state in history] == [["hi", "yo"], ["hi"]]
    assert parents(history) == [checkpoint_ids(history)[1], None]
    assert history[1]["tasks"][0]["result"] == AI_UPDATE["values"]


def test_updates_of_one_superstep_make_one_checkpoint(client):
    more = {"as_node": "agent", "values": {"messages": [{**HUMAN, "id": "m3", "content": "more"}]}}
    thread = client.thread(
        metadata={"graph_id": "agent"}, supersteps=supersteps([HUMAN_UPDATE], [AI_UPDATE, more])
    )
    assert [len(state["values"]["messages"]) for state in client.history(thread)] == [3, 1]


@pytest.mark.parametrize("update", [AI_UPDATE["values"], [["messages", AI_UPDATE["values"]["messages"]]]])
@pytest.mark.parametrize(("goto", "following"), [(None, []), ("agent", ["agent"]), (["agent"], ["agent"])])
def test_a_superstep_can_be_a_command(client, update, goto, following):
    command = {"update": update, "goto": goto, "resume": None}
    steps = supersteps([HUMAN_UPDATE], [{"as_node": "agent", "command": command}])
    thread = client.thread(metadata={"graph_id": "agent"}, supersteps=steps)
    assert contents(thread) == ["hi", "yo"]
    assert client.state(thread)["next"] == following


def test_a_command_can_send_a_node_its_input(client):
    command = {"goto": {"node": "agent", "input": {"messages": [HUMAN]}}}
    steps = supersteps([{"as_node": "agent", "command": command}])
    state = client.state(client.thread(metadata={"graph_id": "agent"}, supersteps=steps))
    assert (state["next"], state["tasks"][0]["path"][0]) == (["agent"], "__pregel_push")


@pytest.mark.parametrize(
    "steps",
    [
        supersteps([]),
        supersteps([{"as_node": "nope"}]),
        supersteps([HUMAN_UPDATE], [{"as_node": "agent", "values": [{}]}]),
        supersteps([HUMAN_UPDATE], [{"as_node": "agent", "values": {"messages": [{"x": 1}]}}]),
        supersteps([{"as_node": "agent", "command": {"goto": {"node": "agent"}}}]),
        supersteps([{"as_node": "agent", "values": {"messages": [{**HUMAN, "content": "\ud800"}]}}]),
        supersteps([HUMAN_UPDATE], [{"as_node": "__end__"}, {"as_node": "__end__"}]),
    ],
    ids=ascii,
)
def test_supersteps_that_the_graph_refuses_leave_no_thread(client, steps):
    with pytest.raises(BadRequest):
        client.thread(thread_id=ID, metadata={"graph_id": "agent"}, supersteps=steps)
    with pytest.raises(ThreadNotFound):
        client("get_thread", thread_id=ID)
    client.thread(thread_id=ID, metadata={"graph_id": "agent"})
    assert client.history({"thread_id": ID}) == []


@pytest.mark.parametrize("metadata", [{}, {"graph_id": "unknown"}])
def test_supersteps_without_a_graph_leave_no_thread(client, metadata):
    with pytest.raises(BadRequest):
        client.thread(thread_id=ID, metadata=metadata, supersteps=supersteps([HUMAN_UPDATE]))
    assert client.json("count_threads", {}) == 0


def test_empty_supersteps_create_no_state(client):
    assert client.thread(supersteps=[])["values"] is None


def test_supersteps_do_not_change_an_existing_thread(client):
    thread = client.conversation("hi")
    body = {"thread_id": thread["thread_id"], "metadata": {"graph_id": "agent"}}
    before = client.history(thread)
    with pytest.raises(ThreadExists):
        client.thread(**body, supersteps=supersteps([HUMAN_UPDATE]))
    client.thread(**body, if_exists="do_nothing", supersteps=supersteps([HUMAN_UPDATE]))
    assert client.history(thread) == before

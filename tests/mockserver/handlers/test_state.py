"""State, updates and history, as the langgraph library keeps them."""

import json

import pytest

from mockserver.errors import BadRequest, InvalidRequest, ThreadExists, ThreadNotFound

ID = "11111111-1111-4111-8111-111111111111"
HUMAN = {"type": "human", "content": "hi", "id": "m1"}
TOLD = {"additional_kwargs": {}, "response_metadata": {}, "name": None}

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
def test_a_thread_without_a_state_has_an_empty_one(ask, metadata):
    thread = ask.thread(metadata=metadata)
    assert ask.state(thread) == EMPTY
    assert ask.history(thread) == []
    assert ask.json("list_history", thread_id=thread["thread_id"]) == []


def test_an_update_answers_with_the_new_checkpoint(ask):
    thread = ask.thread(metadata={"graph_id": "agent"})
    response = ask.say(thread, "hi")
    state = ask.state(thread)
    assert response == {
        "checkpoint": state["checkpoint"],
        "configurable": state["checkpoint"],
        "checkpoint_id": state["checkpoint_id"],
    }


def test_the_state_after_an_update_is_what_was_written(ask):
    ask.thread(thread_id=ID, metadata={"graph_id": "agent"})
    put = ask.json("update_state", {"values": {"messages": [HUMAN]}}, thread_id=ID)
    state = ask.json("get_state", thread_id=ID)
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
        "values": {"messages": [{**HUMAN, **TOLD}]},
        "next": ["agent"],
        "metadata": {"graph_id": "agent", "thread_id": ID, "source": "update", "step": 0, "parents": {}},
        "checkpoint": put["checkpoint"],
        "parent_checkpoint": None,
        "interrupts": [],
        "checkpoint_id": put["checkpoint_id"],
        "parent_checkpoint_id": None,
    }


def test_the_thread_shows_its_latest_values_and_what_comes_next(ask):
    thread = ask.thread(thread_id=ID, metadata={"graph_id": "agent"})
    ask.json("update_state", {"values": {"messages": [HUMAN]}}, thread_id=ID)
    waiting = ask.json("get_thread", thread_id=ID)
    assert waiting["values"] == {"messages": [{**HUMAN, **TOLD}]}
    assert (waiting["status"], waiting["interrupts"], waiting["error"]) == ("interrupted", {}, None)
    assert thread["updated_at"] < waiting["updated_at"] == waiting["state_updated_at"]
    assert waiting["created_at"] == thread["created_at"]

    response = {"type": "ai", "content": "yo", "id": "m2"}
    ask.json("update_state", {"values": {"messages": [response]}, "as_node": "agent"}, thread_id=ID)
    done = ask.json("get_thread", thread_id=ID)
    assert (done["status"], contents(done)) == ("idle", ["hi", "yo"])


def test_an_update_as_the_end_ends_the_turn(ask):
    thread = ask.conversation("hi")
    ask("update_state", {"values": None, "as_node": "__end__"}, thread_id=thread["thread_id"])
    assert ask.state(thread)["next"] == []
    assert ask.json("get_thread", thread_id=thread["thread_id"])["status"] == "idle"
    assert contents(ask.state(thread)) == ["hi"]


@pytest.mark.parametrize("body", [{}, {"values": None}, {"values": {}}, {"values": {"unknown": 1}}])
def test_an_update_with_nothing_the_graph_knows_appends_the_same_values(ask, body):
    thread = ask.conversation("hi")
    ask("update_state", body, thread_id=thread["thread_id"])
    assert [state["values"] for state in ask.history(thread)] == [ask.state(thread)["values"]] * 2


@pytest.mark.parametrize(
    "message",
    ["hi", ["user", "hi"], {"role": "user", "content": "hi"}, {"type": "human", "content": "hi", "id": None}],
)
def test_a_message_without_an_id_gets_one_that_stays(ask, message):
    thread = ask.thread(metadata={"graph_id": "agent"})
    ask("update_state", {"values": {"messages": [message]}}, thread_id=thread["thread_id"])
    first = ask.state(thread)["values"]["messages"]
    assert first == [{**TOLD, "type": "human", "content": "hi", "id": first[0]["id"]}]
    ask.say(thread, "again")
    assert ask.state(thread)["values"]["messages"][:1] == first


def test_a_message_may_come_alone(ask):
    thread = ask.thread(metadata={"graph_id": "agent"})
    ask("update_state", {"values": {"messages": "hi"}}, thread_id=thread["thread_id"])
    assert contents(ask.state(thread)) == ["hi"]


def test_a_message_with_a_known_id_replaces_it(ask):
    thread = ask.thread(metadata={"graph_id": "agent"})
    for content in ("hi", "hello"):
        values = {"messages": [{**HUMAN, "content": content}]}
        ask("update_state", {"values": values}, thread_id=thread["thread_id"])
    assert contents(ask.state(thread)) == ["hello"]


def test_history_is_newest_first_and_chained_by_parents(ask):
    thread = ask.conversation("one", "two", "three")
    history = ask.history(thread)
    assert [contents(state) for state in history] == [["one", "two", "three"], ["one", "two"], ["one"]]
    assert [state["metadata"]["step"] for state in history] == [2, 1, 0]
    assert parents(history) == [*checkpoint_ids(history)[1:], None]
    assert [state["created_at"] for state in history] == sorted(
        (state["created_at"] for state in history), reverse=True
    )
    assert history[0] == ask.state(thread)


def test_history_shows_one_state_if_nobody_says_how_many(ask):
    thread = ask.conversation("one", "two")
    latest = [ask.state(thread)]
    assert ask.json("list_history", thread_id=thread["thread_id"]) == latest
    assert ask.json("search_history", {}, thread_id=thread["thread_id"]) == latest


@pytest.mark.parametrize(("limit", "length"), [(-1, 0), (0, 0), (1, 1), (2, 2), (1001, 3)])
def test_limit_counts_states(ask, limit, length):
    thread = ask.conversation("one", "two", "three")
    listed = ask.json("list_history", thread_id=thread["thread_id"], query={"limit": limit})
    assert listed == ask.history(thread)[:length]


def test_before_shows_only_older_states_however_it_is_written(ask):
    thread = ask.conversation("one", "two", "three")
    newest, *older = ask.history(thread)
    config = newest["checkpoint"]
    for before in (config, {"checkpoint_id": config["checkpoint_id"]}, {"configurable": config}):
        assert ask.history(thread, before=before) == older
    query = {"limit": 10, "before": config["checkpoint_id"]}
    assert ask.json("list_history", thread_id=thread["thread_id"], query=query) == older


def test_before_an_unknown_checkpoint_is_no_error(ask):
    thread = ask.conversation("one")
    assert len(ask.history(thread, before={"checkpoint_id": "junk"})) == 1
    assert len(ask.history(thread, before={})) == 1


@pytest.mark.parametrize("before", [{"configurable": 1}, {"configurable": {"checkpoint_id": 1}}])
def test_before_must_name_a_checkpoint(ask, before):
    with pytest.raises(InvalidRequest, match=r"body\.before"):
        ask.history(ask.conversation("one"), before=before)


def test_history_is_filtered_by_metadata_before_it_is_limited(ask):
    thread = ask.conversation("one", "two", "three")
    assert len(ask.history(thread, metadata={"source": "update"})) == 3
    assert [contents(state) for state in ask.history(thread, metadata={"step": 0}, limit=1)] == [["one"]]
    assert ask.history(thread, metadata={"source": "loop"}) == []


def test_history_can_be_asked_for_one_checkpoint(ask):
    thread = ask.conversation("one", "two")
    oldest = ask.history(thread)[-1]
    assert ask.history(thread, checkpoint={"checkpoint_id": oldest["checkpoint_id"]}) == [oldest]
    assert ask.history(thread, checkpoint={"checkpoint_ns": "elsewhere"}) == []


def test_the_state_at_a_checkpoint_is_its_entry_in_history(ask):
    thread = ask.conversation("one", "two")
    for entry in ask.history(thread):
        body = {"checkpoint": {"checkpoint_id": entry["checkpoint_id"], "thread_id": "ignored"}}
        path = {"thread_id": thread["thread_id"]}
        assert ask.json("find_state_at_checkpoint", body, **path) == entry
        path["checkpoint_id"] = entry["checkpoint_id"]
        assert ask.json("get_state_at_checkpoint", **path) == entry


def test_no_checkpoint_is_the_latest(ask):
    thread = ask.conversation("one", "two")
    for checkpoint in ({}, {"checkpoint_id": ""}):
        body = {"checkpoint": checkpoint}
        found = ask.json("find_state_at_checkpoint", body, thread_id=thread["thread_id"])
        assert found == ask.state(thread)


@pytest.mark.parametrize("checkpoint_id", ["checkpoint", ID, "junk", "\x00", "ä" * 1000])
def test_an_unknown_checkpoint_has_an_empty_state(ask, checkpoint_id):
    thread = ask.conversation("one")
    state = ask.json("get_state_at_checkpoint", thread_id=thread["thread_id"], checkpoint_id=checkpoint_id)
    assert (state["values"], state["next"], state["metadata"]) == ({}, [], None)
    assert state["checkpoint_id"] == checkpoint_id


@pytest.mark.parametrize("checkpoint_ns", ["x", "a|b:c:d|", "agent:1", "|", ":"])
def test_an_unknown_namespace_has_an_empty_state(ask, checkpoint_ns):
    thread = ask.conversation("one")
    body = {"checkpoint": {"checkpoint_ns": checkpoint_ns, "checkpoint_map": {"x": 1}}, "subgraphs": True}
    assert ask.json("find_state_at_checkpoint", body, thread_id=thread["thread_id"])["values"] == {}


def test_a_checkpoint_of_the_wrong_type_is_refused(ask):
    thread = ask.conversation("one")
    with pytest.raises(InvalidRequest, match=r"body\.checkpoint\.checkpoint_id"):
        ask("find_state_at_checkpoint", {"checkpoint": {"checkpoint_id": 1}}, thread_id=thread["thread_id"])


def test_what_else_is_in_a_checkpoint_does_not_reach_the_library(ask):
    thread = ask.conversation("one")
    for key in ("__pregel_checkpointer", "__pregel_send", "graph_id"):
        body = {"checkpoint": {key: "x"}}
        assert ask.json("find_state_at_checkpoint", body, thread_id=thread["thread_id"]) == ask.state(thread)
        ask.say(thread, "two", checkpoint={key: "x"})
        assert key not in ask.state(thread)["metadata"] or key == "graph_id"


@pytest.mark.parametrize("by", ["checkpoint", "checkpoint_id"])
def test_an_update_at_an_old_checkpoint_forks(ask, by):
    thread = ask.conversation("one", "two")
    latest, oldest = ask.history(thread)
    ask.say(thread, "other", **{by: oldest[by]})
    history = ask.history(thread)
    assert contents(history[0]) == ["one", "other"]
    assert history[0]["parent_checkpoint"] == oldest["checkpoint"]
    assert history[1:] == [latest, oldest]
    assert contents(ask.json("get_thread", thread_id=thread["thread_id"])) == ["one", "other"]


def test_two_forks_of_one_checkpoint_keep_their_own_values(ask):
    thread = ask.conversation("one")
    root = ask.state(thread)["checkpoint"]
    for content in ("left", "right"):
        ask.say(thread, content, checkpoint=root)
    assert [contents(state) for state in ask.history(thread)] == [["one", "right"], ["one", "left"], ["one"]]


@pytest.mark.parametrize("checkpoint_id", ["junk", ID])
def test_an_update_at_an_unknown_checkpoint_begins_anew(ask, checkpoint_id):
    thread = ask.conversation("one")
    ask.say(thread, "two", checkpoint_id=checkpoint_id)
    assert contents(ask.state(thread)) == ["two"]


@pytest.mark.parametrize(
    "metadata", [{}, {"graph_id": None}, {"graph_id": "unknown"}, {"graph_id": ["agent"]}]
)
def test_a_thread_without_a_graph_can_not_be_updated(ask, metadata):
    thread = ask.thread(metadata=metadata)
    with pytest.raises(BadRequest, match=thread["thread_id"]):
        ask.say(thread, "hi")


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
def test_what_the_graph_refuses_is_a_bad_request_and_changes_nothing(ask, body):
    thread = ask.conversation("hi")
    stored, history = ask.json("get_thread", thread_id=thread["thread_id"]), ask.history(thread)
    storage = ask.json("get_thread_storage", thread_id=thread["thread_id"])
    with pytest.raises(BadRequest) as refused:
        ask("update_state", body, thread_id=thread["thread_id"])
    assert 0 < len(refused.value.detail.encode()) < 5000
    assert ask.json("get_thread", thread_id=thread["thread_id"]) == stored
    assert ask.history(thread) == history
    assert ask.json("get_thread_storage", thread_id=thread["thread_id"]) == storage


@pytest.mark.parametrize("depth", range(225, 260, 3))
def test_what_an_update_accepts_can_be_read_again_however_deep(ask, depth):
    thread = ask.conversation("hi")
    deep = json.loads('{"a":' * depth + "1" + "}" * depth)
    values = {"messages": [{**HUMAN, "type": "ai", "additional_kwargs": deep}]}
    try:
        ask("update_state", {"values": values, "as_node": "agent"}, thread_id=thread["thread_id"])
    except BadRequest:
        assert depth > 240
    assert len(ask.history(thread)) in (1, 2)
    assert ask.json("search_threads", {}) == [ask.json("get_thread", thread_id=thread["thread_id"])]


def supersteps(*steps):
    return [{"updates": list(updates)} for updates in steps]


ASKED = {"as_node": "__start__", "values": {"messages": [HUMAN]}}
ANSWERED = {"as_node": "agent", "values": {"messages": [{"type": "ai", "content": "yo", "id": "m2"}]}}


def test_a_thread_can_begin_with_supersteps(ask):
    thread = ask.thread(metadata={"graph_id": "agent"}, supersteps=supersteps([ASKED], [ANSWERED]))
    assert (thread["status"], contents(thread)) == ("idle", ["hi", "yo"])
    assert thread == ask.json("get_thread", thread_id=thread["thread_id"])
    history = ask.history(thread)
    assert [contents(state) for state in history] == [["hi", "yo"], ["hi"]]
    assert parents(history) == [checkpoint_ids(history)[1], None]
    assert history[1]["tasks"][0]["result"] == ANSWERED["values"]


def test_updates_of_one_superstep_make_one_checkpoint(ask):
    more = {"as_node": "agent", "values": {"messages": [{**HUMAN, "id": "m3", "content": "more"}]}}
    thread = ask.thread(metadata={"graph_id": "agent"}, supersteps=supersteps([ASKED], [ANSWERED, more]))
    assert [len(state["values"]["messages"]) for state in ask.history(thread)] == [3, 1]


@pytest.mark.parametrize("update", [ANSWERED["values"], [["messages", ANSWERED["values"]["messages"]]]])
@pytest.mark.parametrize(("goto", "following"), [(None, []), ("agent", ["agent"]), (["agent"], ["agent"])])
def test_a_superstep_can_be_a_command(ask, update, goto, following):
    command = {"update": update, "goto": goto, "resume": None}
    steps = supersteps([ASKED], [{"as_node": "agent", "command": command}])
    thread = ask.thread(metadata={"graph_id": "agent"}, supersteps=steps)
    assert contents(thread) == ["hi", "yo"]
    assert ask.state(thread)["next"] == following


def test_a_command_can_send_a_node_an_input_of_its_own(ask):
    command = {"goto": {"node": "agent", "input": {"messages": [HUMAN]}}}
    steps = supersteps([{"as_node": "agent", "command": command}])
    state = ask.state(ask.thread(metadata={"graph_id": "agent"}, supersteps=steps))
    assert (state["next"], state["tasks"][0]["path"][0]) == (["agent"], "__pregel_push")


@pytest.mark.parametrize(
    "steps",
    [
        supersteps([]),
        supersteps([{"as_node": "nope"}]),
        supersteps([ASKED], [{"as_node": "agent", "values": [{}]}]),
        supersteps([ASKED], [{"as_node": "agent", "values": {"messages": [{"x": 1}]}}]),
        supersteps([{"as_node": "agent", "command": {"goto": {"node": "agent"}}}]),
        supersteps([{"as_node": "agent", "values": {"messages": [{**HUMAN, "content": "\ud800"}]}}]),
        supersteps([ASKED], [{"as_node": "__end__"}, {"as_node": "__end__"}]),
    ],
    ids=ascii,
)
def test_supersteps_that_the_graph_refuses_leave_no_thread(ask, steps):
    with pytest.raises(BadRequest):
        ask.thread(thread_id=ID, metadata={"graph_id": "agent"}, supersteps=steps)
    with pytest.raises(ThreadNotFound):
        ask("get_thread", thread_id=ID)
    ask.thread(thread_id=ID, metadata={"graph_id": "agent"})
    assert ask.history({"thread_id": ID}) == []


@pytest.mark.parametrize("metadata", [{}, {"graph_id": "unknown"}])
def test_supersteps_without_a_graph_leave_no_thread(ask, metadata):
    with pytest.raises(BadRequest):
        ask.thread(thread_id=ID, metadata=metadata, supersteps=supersteps([ASKED]))
    assert ask.json("count_threads", {}) == 0


def test_no_supersteps_are_no_state(ask):
    assert ask.thread(supersteps=[])["values"] is None


def test_supersteps_do_nothing_to_a_thread_that_is_there(ask):
    thread = ask.conversation("hi")
    words = {"thread_id": thread["thread_id"], "metadata": {"graph_id": "agent"}}
    before = ask.history(thread)
    with pytest.raises(ThreadExists):
        ask.thread(**words, supersteps=supersteps([ASKED]))
    ask.thread(**words, if_exists="do_nothing", supersteps=supersteps([ASKED]))
    assert ask.history(thread) == before

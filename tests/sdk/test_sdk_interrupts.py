"""Runs that are interrupted and resumed with an answer."""

import pytest


def test_a_run_is_interrupted_until_it_is_resumed(client, thread, say):
    waited = client.runs.wait(thread, "agent", input=say("ask"))
    (interrupts,) = waited["__interrupt__"]
    assert interrupts["value"] == {"question": "Which colour?", "choices": ["red", "blue"]}
    assert client.runs.list(thread)[0]["status"] == "success"
    assert client.threads.get(thread)["status"] == "interrupted"
    state = client.threads.get_state(thread)
    assert [task["interrupts"][0]["id"] for task in state["tasks"]] == [interrupts["id"]]
    values = client.runs.wait(thread, "agent", command={"resume": "red"})
    assert values["messages"][-1]["content"] == 'You chose "red"'
    assert client.threads.get(thread)["status"] == "idle"


def test_joining_later_returns_the_interrupt(client, thread, say):
    run = client.runs.create(thread, "agent", input=say("ask"))
    joined = client.runs.join(thread, run["run_id"])
    assert joined["__interrupt__"][0]["value"]["question"] == "Which colour?"
    again = client.runs.join(thread, run["run_id"])
    assert again["__interrupt__"][0]["id"] == joined["__interrupt__"][0]["id"]


@pytest.mark.parametrize("mode", ["values", "updates"])
def test_the_stream_contains_the_interrupt(client, thread, say, mode):
    parts = list(client.runs.stream(thread, "agent", input=say("ask"), stream_mode=mode))
    interrupts = [part.data["__interrupt__"] for part in parts if "__interrupt__" in part.data]
    assert interrupts[-1][0]["value"]["question"] == "Which colour?"


APPROVE = {"type": "approve"}
EDIT = {
    "type": "edit",
    "edited_action": {"name": "send_email", "args": {"to": "bob@example.org", "subject": "bye"}},
}
REJECT = {"type": "reject", "message": "not today"}


@pytest.mark.parametrize(
    ("decision", "result"),
    [
        (APPROVE, "SENT[approve] to=ann@example.org subject=hello"),
        (EDIT, "SENT[edit] to=bob@example.org subject=bye"),
        (REJECT, "REJECTED: not today"),
    ],
)
def test_a_tool_call_is_approved_edited_or_rejected(client, thread, say, decision, result):
    (interrupts,) = client.runs.wait(thread, "agent", input=say("interrupt"))["__interrupt__"]
    (request,) = interrupts["value"]["action_requests"]
    assert request["name"] == "send_email"
    assert request["args"] == {"to": "ann@example.org", "subject": "hello"}
    (config,) = interrupts["value"]["review_configs"]
    assert config["allowed_decisions"] == ["approve", "edit", "reject"]
    values = client.runs.wait(thread, "agent", command={"resume": {"decisions": [decision]}})
    (tool_message,) = (message for message in values["messages"] if message["type"] == "tool")
    assert tool_message["content"] == result


def test_a_run_can_stop_before_and_after_any_node(client, thread, say):
    client.runs.wait(thread, "agent", input=say("hello"), interrupt_before="*")
    state = client.threads.get_state(thread)
    assert state["next"]
    assert client.threads.get(thread)["status"] == "interrupted"
    values = client.runs.wait(thread, "agent")
    assert values["messages"][-1]["content"].startswith("Echo of turn 1")
    client.runs.wait(thread, "agent", input=say("tool"), interrupt_after=state["next"])
    assert client.threads.get_state(thread)["next"]


def test_a_command_changes_the_state_and_the_next_node(client, thread, say):
    client.runs.wait(thread, "agent", input=say("hello"), interrupt_before="*")
    (node,) = client.threads.get_state(thread)["next"]
    values = client.runs.wait(thread, "agent", command={"update": say("instead"), "goto": node})
    assert [message["content"] for message in values["messages"]][:2] == ["hello", "instead"]
    assert "you wrote 'instead'" in values["messages"][-1]["content"]

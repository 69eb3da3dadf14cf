"""Tests of the `examples/chat` page in Chromium: the server behaviour that `useStream` relies on."""

import json

import httpx
import pytest
from frontend.chat import Chat


@pytest.fixture
def chat(page, expect, site, url):
    page.goto(f"{site}/?url={url}")
    return Chat(page, expect)


def test_a_reply_is_streamed_in_several_steps(chat):
    chat.watched()
    chat.say("Hello there")
    chat.wait_for_reply("Echo of turn 1: you wrote 'Hello there'. This is a fake model")
    *steps, whole = chat.seen()
    assert len(steps) > 5
    assert all(later.startswith(earlier) for earlier, later in zip(steps, [*steps[1:], whole], strict=True))


def test_enter_sends_and_shift_enter_does_not(chat, expect):
    box = chat.page.get_by_role("textbox", name="Message")
    box.fill("two")
    box.press("Shift+Enter")
    box.press_sequentially("lines")
    box.press("Enter")
    expect(chat.own_messages).to_have_text(["two\nlines"], use_inner_text=True)
    expect(box).to_have_value("")


def test_the_first_turn_remembers_the_thread_in_the_address(chat, url):
    chat.say("Hello")
    chat.wait_for_reply("Echo of turn 1")
    state = httpx.get(f"{url}/threads/{chat.thread_id}/state").json()
    assert [message["type"] for message in state["values"]["messages"]] == ["human", "ai"]


def test_a_reload_restores_the_conversation(chat, expect):
    chat.say("Hello")
    chat.wait_for_reply("Echo of turn 1")
    before = chat.page.get_by_role("log").inner_text()
    chat.page.reload()
    expect(chat.page.get_by_role("log")).to_have_text(before, use_inner_text=True)
    chat.say("And again")
    chat.wait_for_reply("Echo of turn 2: you wrote 'And again'")


def test_a_reload_during_a_reply_continues_it(chat, expect):
    chat.say("slow")
    expect(chat.replies).to_contain_text("word5")
    chat.page.reload()
    expect(chat.replies).to_contain_text("word1 word2 word3")
    expect(chat.replies).to_contain_text("word60")
    chat.press("Stop")


def test_a_new_chat_is_another_thread(chat, expect):
    chat.say("Hello")
    chat.wait_for_reply("Echo of turn 1")
    first = chat.thread_id
    chat.press("New chat")
    expect(chat.own_messages).to_have_count(0)
    chat.say("Hello")
    chat.wait_for_reply("Echo of turn 1")
    assert chat.thread_id != first


def test_a_tool_call_is_shown_with_its_result(chat, expect):
    chat.say("tool please")
    chat.wait_for_reply("That is all. (turn 1)")
    call = chat.part("Tool call get_weather")
    expect(chat.replies.first).to_contain_text("Let me use a tool.")
    expect(call).to_contain_text('"city": "Paris"')
    expect(chat.replies.last).to_contain_text(f"The tool said: {call.get_by_role('status').inner_text()}")


def test_an_interrupt_is_approved(chat, expect):
    chat.say("interrupt")
    expect(chat.part("Approval of send_email")).to_contain_text("ann@example.org")
    chat.press("Approve")
    chat.wait_for_reply("The tool said: SENT[approve] to=ann@example.org subject=hello That is all.")
    expect(chat.part("Approval of send_email")).to_have_count(0)


def test_an_interrupt_is_edited(chat, expect):
    chat.say("interrupt")
    chat.fill("Arguments", "{")
    expect(chat.page.get_by_role("button", name="Approve as edited")).to_be_disabled()
    chat.fill("Arguments", json.dumps({"to": "bob@example.org", "subject": "hi"}))
    chat.press("Approve as edited")
    chat.wait_for_reply("The tool said: SENT[edit] to=bob@example.org subject=hi That is all.")
    expect(chat.part("Tool call send_email")).to_contain_text("bob@example.org")


def test_an_interrupt_is_rejected_with_a_reason(chat):
    chat.say("interrupt")
    chat.fill("Reason", "not today")
    chat.press("Reject")
    chat.wait_for_reply("The tool said: REJECTED: not today That is all.")


def test_an_interrupt_survives_a_reload(chat, expect):
    chat.say("interrupt")
    expect(chat.part("Approval of send_email")).to_be_visible()
    chat.page.reload()
    chat.press("Approve")
    chat.wait_for_reply("SENT[approve]")


def test_an_interrupt_is_resumed_by_choice(chat, expect):
    chat.say("ask me")
    expect(chat.part("Question")).to_contain_text("Which colour?")
    chat.press("red")
    chat.wait_for_reply('You chose "red"')


def test_an_interrupt_is_resumed_with_text(chat, page, site, url):
    page.goto(f"{site}/?url={url}&assistant=hitl")
    chat.say("Hello")
    chat.fill("Answer", "why not")
    chat.press("Answer")
    chat.wait_for_reply('You answered "why not"')


def test_a_failed_run_is_shown_also_after_a_reload_and_the_next_one_recovers(chat, expect):
    chat.say("boom")
    expect(chat.failure).to_contain_text("simulated backend failure")
    chat.page.reload()
    expect(chat.failure).to_contain_text("simulated backend failure")
    chat.say("Hello")
    chat.wait_for_reply("Echo of turn 2: you wrote 'Hello'")
    expect(chat.failure).to_have_count(0)


def test_a_failed_run_that_is_tried_again_has_its_message_once(chat, expect):
    chat.say("boom")
    with chat.page.expect_response("**/runs/stream"):
        chat.press("Retry")
    expect(chat.failure).to_contain_text("simulated backend failure")
    expect(chat.own_messages).to_have_count(1)


def test_a_rejected_request_shows_the_servers_error_and_is_retried(chat, expect):
    rejection = {"status": 422, "json": {"detail": "Invalid assistant: 'agent'"}}
    chat.page.route("**/runs/stream", lambda route: route.fulfill(**rejection), times=1)
    chat.say("Hello")
    expect(chat.failure).to_contain_text("Invalid assistant: 'agent'")
    chat.press("Retry")
    chat.wait_for_reply("Echo of turn 1: you wrote 'Hello'")
    expect(chat.failure).to_have_count(0)
    expect(chat.own_messages).to_have_count(1)


def test_a_run_is_stopped_in_the_middle(chat, expect, url):
    chat.say("slow")
    expect(chat.replies).to_contain_text("word5")
    with chat.page.expect_response("**/cancel*"):
        chat.press("Stop")
    expect(chat.page.get_by_role("button", name="Send")).to_be_visible()
    httpx.get(f"{url}/threads/{chat.thread_id}/runs/{run_of(chat, url)['run_id']}/join")
    assert run_of(chat, url)["status"] == "interrupted"
    chat.say("Hello")
    chat.wait_for_reply("Echo of turn 2: you wrote 'Hello'")


def run_of(chat, url):
    """Return the only run of the thread."""
    [run] = httpx.get(f"{url}/threads/{chat.thread_id}/runs").json()
    return run


def test_an_edited_message_makes_a_branch(chat, expect):
    chat.say("first")
    chat.wait_for_reply("Echo of turn 1: you wrote 'first'")
    chat.say("second")
    chat.wait_for_reply("Echo of turn 2: you wrote 'second'")

    chat.press("Edit")
    chat.fill("Edit message", "changed")
    chat.press("Save and send")
    chat.wait_for_reply("Echo of turn 2: you wrote 'changed'")
    expect(chat.own_messages).to_contain_text(["first", "changed"])
    expect(chat.versions(chat.own_messages.last)).to_contain_text("2 / 2")

    chat.press("Previous version")
    expect(chat.own_messages).to_contain_text(["first", "second"])
    expect(chat.replies.last).to_contain_text("you wrote 'second'")


def test_the_first_message_is_edited(chat, expect):
    chat.say("first")
    chat.wait_for_reply("Echo of turn 1: you wrote 'first'")
    chat.press("Edit")
    chat.fill("Edit message", "changed")
    chat.press("Save and send")
    chat.wait_for_reply("Echo of turn 1: you wrote 'changed'")
    expect(chat.own_messages).to_have_count(1)


def test_a_reply_is_regenerated_next_to_the_first_one(chat, expect):
    chat.say("Hello")
    chat.wait_for_reply("call number 1.")
    chat.press("Regenerate")
    chat.wait_for_reply("call number 2.")
    expect(chat.own_messages).to_have_count(1)
    expect(chat.replies).to_have_count(1)
    expect(chat.versions(chat.replies)).to_contain_text("2 / 2")

    chat.press("Previous version")
    expect(chat.replies).to_contain_text("call number 1.")
    chat.page.reload()
    expect(chat.replies).to_contain_text("call number 2.")

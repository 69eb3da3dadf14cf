"""Tests of the `examples/langchain-react` page in Chromium: `@langchain/react` over both transports."""

import httpx
import pytest
from frontend.chat import Chat


@pytest.fixture(params=["sse", "websocket"])
def transport(request):
    return request.param


@pytest.fixture
def open_chat(page, expect, events_site, url, transport):
    def open_chat(assistant="agent"):
        page.goto(f"{events_site}/?url={url}&transport={transport}&assistant={assistant}")
        return Chat(page, expect)

    return open_chat


@pytest.fixture
def chat(open_chat):
    return open_chat()


def test_commands_and_events_go_by_the_transport_that_was_chosen(chat, transport):
    asked, sockets = [], []
    chat.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    chat.page.on("websocket", lambda socket: sockets.append(socket.url.rpartition("/")[2]))
    chat.say("Hello there")
    chat.answered("Echo of turn 1: you wrote 'Hello there'")
    by_http = {name for name in asked if name in {"commands", "events"}}
    assert (by_http, set(sockets)) == (
        (set(), {"events"}) if transport == "websocket" else ({"commands", "events"}, set())
    )


def test_an_answer_is_streamed_in_several_steps(chat):
    chat.watched()
    chat.say("Hello there")
    chat.answered("Echo of turn 1: you wrote 'Hello there'. This is a fake model")
    *steps, whole = chat.seen()
    assert len(steps) > 5
    assert all(later.startswith(earlier) for earlier, later in zip(steps, [*steps[1:], whole], strict=True))


def test_the_thread_is_made_by_its_first_run_under_the_id_that_the_page_chose(chat, url):
    chat.say("Hello")
    chat.answered("Echo of turn 1")
    state = httpx.get(f"{url}/threads/{chat.thread_id}/state").json()
    assert [message["type"] for message in state["values"]["messages"]] == ["human", "ai"]


def test_a_message_has_one_place_whether_it_was_streamed_or_is_in_the_state(chat, expect):
    for turn in (1, 2):
        chat.say("Hello")
        chat.answered(f"Echo of turn {turn}")
    expect(chat.said).to_have_count(2)
    expect(chat.answers).to_have_count(2)


def test_a_tool_call_is_shown_with_its_result(chat, expect):
    chat.say("tool please")
    chat.answered("That is all. (turn 1)")
    call = chat.part("Tool call get_weather")
    expect(chat.answers.first).to_contain_text("Let me use a tool.")
    expect(call).to_contain_text('"city": "Paris"')
    expect(chat.answers.last).to_contain_text(f"The tool said: {call.get_by_role('status').inner_text()}")


def test_messages_of_a_subgraph_come_to_the_thread(open_chat, expect):
    chat = open_chat("nested")
    chat.say("Hello")
    chat.answered("Signed by the parent.")
    expect(chat.answers).to_contain_text(
        ["Hello from the child: you wrote 'Hello'.", "Signed by the parent."]
    )


@pytest.mark.parametrize(
    ("decision", "result"),
    [("Approve", "SENT[approve] to=ann@example.org subject=hello"), ("Reject", "REJECTED")],
)
def test_an_interrupt_gets_a_decision(chat, expect, decision, result):
    chat.say("interrupt")
    expect(chat.part("Approval")).to_contain_text("ann@example.org")
    chat.press(decision)
    chat.answered(f"The tool said: {result}")
    expect(chat.part("Approval")).to_have_count(0)


def test_a_question_is_answered_by_choice(chat, expect):
    chat.say("ask me")
    expect(chat.part("Question")).to_contain_text("Which colour?")
    chat.press("red")
    chat.answered('You chose "red"')


def test_a_question_is_answered_in_own_words(open_chat):
    chat = open_chat("hitl")
    chat.say("Hello")
    chat.fill("Answer", "why not")
    chat.press("Answer")
    chat.answered('You answered "why not"')


def test_an_interrupt_outlives_a_reload(chat, expect):
    chat.say("interrupt")
    expect(chat.part("Approval")).to_be_visible()
    chat.page.reload()
    chat.press("Approve")
    chat.answered("SENT[approve]")


def test_an_interrupt_that_was_answered_does_not_come_back(chat, expect):
    chat.say("ask me")
    chat.press("red")
    chat.answered('You chose "red"')
    chat.page.reload()
    expect(chat.answers).to_contain_text('You chose "red"')
    chat.say("Hello")
    chat.answered("Echo of turn 2")
    expect(chat.part("Question")).to_have_count(0)


def test_a_reload_restores_the_conversation(chat, expect):
    chat.say("tool please")
    chat.answered("That is all. (turn 1)")
    before = chat.page.get_by_role("log").inner_text()
    chat.page.reload()
    expect(chat.page.get_by_role("log")).to_have_text(before, use_inner_text=True)
    chat.say("And again")
    chat.answered("Echo of turn 2: you wrote 'And again'")


def test_a_reload_in_the_middle_of_an_answer_goes_on_with_it(chat, expect):
    chat.say("slow")
    expect(chat.answers).to_contain_text("word5")
    chat.page.reload()
    expect(chat.answers).to_contain_text("word1 word2 word3")
    expect(chat.answers).to_contain_text("word60")


def test_a_failed_run_is_shown_and_the_next_one_recovers(chat, expect):
    chat.say("boom")
    expect(chat.failure).to_contain_text("simulated backend failure")
    chat.at_rest()
    chat.say("Hello")
    expect(chat.answers.filter(has_text="Echo of turn 2: you wrote 'Hello'")).to_be_visible()
    expect(chat.failure).to_have_count(0)


def test_a_refused_command_is_shown_in_the_words_of_the_server(open_chat, expect):
    chat = open_chat("nobody")
    chat.say("Hello")
    expect(chat.failure).to_contain_text("nobody")


def test_a_run_is_stopped_in_the_middle(chat, expect, url):
    chat.say("slow")
    expect(chat.answers).to_contain_text("word5")
    with chat.page.expect_response("**/cancel*"):
        chat.press("Stop")
    chat.at_rest()
    [run] = httpx.get(f"{url}/threads/{chat.thread_id}/runs").json()
    httpx.get(f"{url}/threads/{chat.thread_id}/runs/{run['run_id']}/join")
    [run] = httpx.get(f"{url}/threads/{chat.thread_id}/runs").json()
    assert run["status"] == "interrupted"
    chat.say("Hello")
    expect(chat.answers.filter(has_text="Echo of turn 2: you wrote 'Hello'")).to_be_visible()


def test_message_during_a_run_is_queued(chat, expect):
    chat.say("It takes a while to echo this. " * 10)
    chat.say("And again")
    expect(chat.page.get_by_role("note")).to_have_text("1 waiting")
    chat.answered("Echo of turn 2: you wrote 'And again'")
    expect(chat.page.get_by_role("note")).to_have_count(0)


def test_edited_message_replaces_later_messages(chat, expect):
    chat.say("first")
    chat.answered("Echo of turn 1: you wrote 'first'")
    chat.say("second")
    chat.answered("Echo of turn 2: you wrote 'second'")
    for place, text in (("last", "changed"), ("first", "all new")):
        getattr(chat.said, place).get_by_role("button", name="Edit").click()
        chat.fill("Edit message", text)
        chat.press("Save and send")
        chat.answered(f"you wrote '{text}'")
    expect(chat.said).to_contain_text(["all new"])
    expect(chat.answers).to_have_count(1)

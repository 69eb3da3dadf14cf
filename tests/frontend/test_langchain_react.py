"""Tests of the `examples/langchain-react` page in Chromium: `@langchain/react` over both transports."""

import os

import httpx
import pytest
from frontend.chat import Chat

from sweep import sweep

BOTH = ["sse", "websocket"]


@pytest.fixture(params=sweep(BOTH, "sse"))
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


@pytest.mark.parametrize("transport", BOTH, indirect=True)
def test_commands_and_events_use_the_chosen_transport(chat, transport):
    requests, sockets = [], []
    chat.page.on("request", lambda request: requests.append(request.url.rpartition("/")[2]))
    chat.page.on("websocket", lambda socket: sockets.append(socket.url.rpartition("/")[2]))
    chat.say("Hello there")
    chat.wait_for_reply("Echo of turn 1: you wrote 'Hello there'")
    by_http = {name for name in requests if name in {"commands", "events"}}
    assert (by_http, set(sockets)) == (
        (set(), {"events"}) if transport == "websocket" else ({"commands", "events"}, set())
    )


def test_a_reply_is_streamed_in_several_steps(chat):
    chat.watched()
    chat.say("Hello there")
    chat.wait_for_reply("Echo of turn 1: you wrote 'Hello there'. This is a fake model")
    *steps, whole = chat.seen()
    assert len(steps) > 5
    assert all(later.startswith(earlier) for earlier, later in zip(steps, [*steps[1:], whole], strict=True))


def test_the_thread_is_made_by_its_first_run_under_the_id_that_the_page_chose(chat, url):
    chat.say("Hello")
    chat.wait_for_reply("Echo of turn 1")
    state = httpx.get(f"{url}/threads/{chat.thread_id}/state").json()
    assert [message["type"] for message in state["values"]["messages"]] == ["human", "ai"]


def test_a_message_is_shown_once_whether_streamed_or_from_the_state(chat, expect):
    for turn in (1, 2):
        chat.say("Hello")
        chat.wait_for_reply(f"Echo of turn {turn}")
    expect(chat.own_messages).to_have_count(2)
    expect(chat.replies).to_have_count(2)


def test_a_tool_call_is_shown_with_its_result(chat, expect):
    chat.say("tool please")
    chat.wait_for_reply("That is all. (turn 1)")
    call = chat.part("Tool call get_weather")
    expect(chat.replies.first).to_contain_text("Let me use a tool.")
    expect(call).to_contain_text('"city": "Paris"')
    expect(chat.replies.last).to_contain_text(f"The tool said: {call.get_by_role('status').inner_text()}")


def test_messages_of_a_subgraph_reach_the_thread(open_chat, expect):
    chat = open_chat("nested")
    chat.say("Hello")
    chat.wait_for_reply("Signed by the parent.")
    expect(chat.replies).to_contain_text(
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
    chat.wait_for_reply(f"The tool said: {result}")
    expect(chat.part("Approval")).to_have_count(0)


def test_an_interrupt_is_resumed_by_choice(chat, expect):
    chat.say("ask me")
    expect(chat.part("Question")).to_contain_text("Which colour?")
    chat.press("red")
    chat.wait_for_reply('You chose "red"')


def test_an_interrupt_is_resumed_with_text(open_chat):
    chat = open_chat("hitl")
    chat.say("Hello")
    chat.fill("Answer", "why not")
    chat.press("Answer")
    chat.wait_for_reply('You answered "why not"')


def test_an_interrupt_survives_a_reload(chat, expect):
    chat.say("interrupt")
    expect(chat.part("Approval")).to_be_visible()
    chat.page.reload()
    chat.press("Approve")
    chat.wait_for_reply("SENT[approve]")


def test_a_resumed_interrupt_does_not_return(chat, expect):
    chat.say("ask me")
    chat.press("red")
    chat.wait_for_reply('You chose "red"')
    chat.page.reload()
    expect(chat.replies).to_contain_text('You chose "red"')
    chat.say("Hello")
    chat.wait_for_reply("Echo of turn 2")
    expect(chat.part("Question")).to_have_count(0)


def test_a_reload_restores_the_conversation(chat, expect):
    chat.say("tool please")
    chat.wait_for_reply("That is all. (turn 1)")
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


def test_a_failed_run_is_shown_and_the_next_one_recovers(chat, expect):
    chat.say("boom")
    expect(chat.failure).to_contain_text("simulated backend failure")
    chat.at_rest()
    chat.say("Hello")
    expect(chat.replies.filter(has_text="Echo of turn 2: you wrote 'Hello'")).to_be_visible()
    expect(chat.failure).to_have_count(0)


def test_a_rejected_command_shows_the_servers_error(open_chat, expect):
    chat = open_chat("nobody")
    chat.say("Hello")
    expect(chat.failure).to_contain_text("nobody")


def test_a_run_is_stopped_in_the_middle(chat, expect, url):
    chat.say("slow")
    expect(chat.replies).to_contain_text("word5")
    with chat.page.expect_response("**/cancel*"):
        chat.press("Stop")
    chat.at_rest()
    [run] = httpx.get(f"{url}/threads/{chat.thread_id}/runs").json()
    httpx.get(f"{url}/threads/{chat.thread_id}/runs/{run['run_id']}/join")
    [run] = httpx.get(f"{url}/threads/{chat.thread_id}/runs").json()
    assert run["status"] == "interrupted"
    chat.say("Hello")
    expect(chat.replies.filter(has_text="Echo of turn 2: you wrote 'Hello'")).to_be_visible()


def test_message_during_a_run_is_queued(chat, expect):
    chat.say("It takes a while to echo this. " * 10)
    chat.say("And again")
    expect(chat.page.get_by_role("note")).to_have_text("1 waiting")
    chat.wait_for_reply("Echo of turn 2: you wrote 'And again'")
    expect(chat.page.get_by_role("note")).to_have_count(0)


def test_edited_message_replaces_later_messages(chat, expect):
    chat.say("first")
    chat.wait_for_reply("Echo of turn 1: you wrote 'first'")
    chat.say("second")
    chat.wait_for_reply("Echo of turn 2: you wrote 'second'")
    for place, text in (("last", "changed"), ("first", "all new")):
        getattr(chat.own_messages, place).get_by_role("button", name="Edit").click()
        chat.fill("Edit message", text)
        chat.press("Save and send")
        chat.wait_for_reply(f"you wrote '{text}'")
    expect(chat.own_messages).to_contain_text(["all new"])
    expect(chat.replies).to_have_count(1)


WATCH = """(selector) => {
  const seen = (window.seenThere = []);
  new MutationObserver(() => {
    const text = [...document.querySelectorAll(selector)].map((element) => element.textContent).join();
    if (text && text !== seen.at(-1)) seen.push(text);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


@pytest.fixture
def run_scenario(page, expect, events_site, url):
    """Return a function that opens the page for a scenario of `examples`, and sends a message."""
    if os.environ.get("FRONTEND_TARGET"):
        pytest.skip("the scenarios of examples/ are served by the mock only")

    def run_scenario(name, text="Hello", *, watch="body", transport="sse"):
        page.goto(f"{events_site}/?url={url}&assistant={name}&transport={transport}")
        page.evaluate(WATCH, watch)
        chat = Chat(page, expect)
        chat.say(text)
        return chat

    return run_scenario


def test_subagents_are_cards_with_their_messages_and_tools(run_scenario, expect, transport):
    chat = run_scenario("deep-agent", transport=transport)
    chat.wait_for_reply("Both subagents are done.")
    for _ in ("live", "reloaded"):
        researcher = chat.part("Subagent researcher")
        expect(researcher.get_by_role("status").first).to_have_text("done")
        expect(researcher).to_contain_text("Search the web for risks")
        expect(researcher).to_contain_text("I found three articles about risks.")
        search = researcher.get_by_role("region", name="Tool call search_web")
        expect(search).to_contain_text('"query": "risks"')
        expect(search).to_contain_text("Result 3 for risks")
        expect(chat.part("Subagent data-analyst")).to_contain_text("The sample has two rows.")
        chat.page.reload()


def test_a_subagent_is_working_until_its_question_is_answered(run_scenario, expect):
    chat = run_scenario("deep-agent-interrupt")
    expect(chat.part("Question")).to_contain_text("Approve the change?")
    approver = chat.part("Subagent approver")
    expect(approver.get_by_role("status").first).to_have_text("working…")
    chat.fill("Answer", "yes")
    chat.press("Answer")
    chat.wait_for_reply("The approver reports: The user answered: yes")
    expect(approver.get_by_role("status").first).to_have_text("done")


def test_todos_are_listed_with_their_status(run_scenario, expect):
    chat = run_scenario("todos-and-files")
    chat.wait_for_reply("I wrote notes.md.")
    todos = chat.page.get_by_role("group", name="Todos")
    for _ in ("live", "reloaded"):
        expect(todos).to_contain_text("2 of 2 done")
        expect(todos.get_by_role("listitem")).to_have_text(["● Write notes", "● Review"])
        expect(todos.get_by_role("img", name="completed")).to_have_count(2)
        chat.page.reload()


def test_several_actions_are_decided_together(run_scenario, expect):
    chat = run_scenario("approvals")
    approval = chat.part("Approval")
    send = approval.get_by_role("button", name="Send decisions")
    email = approval.get_by_role("group", name="send_email")
    deletion = approval.get_by_role("group", name="delete_file")
    expect(deletion.get_by_role("button")).to_have_text(["Approve", "Reject"])
    deletion.get_by_role("button", name="Reject").click()
    expect(send).to_be_disabled()
    email.get_by_role("button", name="Edit").click()
    email.get_by_role("textbox").fill('{"to": ')
    expect(email.get_by_role("button", name="Save")).to_be_disabled()
    email.get_by_role("textbox").fill('{"to": "bob@example.org"}')
    email.get_by_role("button", name="Save").click()
    expect(email.get_by_role("button", name="Edit")).to_have_attribute("aria-pressed", "true")
    send.click()
    chat.wait_for_reply("That is all.")
    expect(approval).to_have_count(0)
    expect(chat.part("Tool call send_email").get_by_role("status")).to_have_text("Sent to bob@example.org.")
    expect(chat.part("Tool call delete_file").get_by_role("status")).to_contain_text("rejected")
    expect(chat.part("Tool call get_time").get_by_role("status")).to_have_text("12:30")


def test_the_page_executes_a_headless_tool(run_scenario, expect, page):
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 48.5, "longitude": 2.25})
    chat = run_scenario("headless-tool", watch="[aria-label=Approval], [aria-label=Question]")
    chat.wait_for_reply("Your location:")
    expect(chat.part("Tool call get_location").get_by_role("status")).to_contain_text(
        '{"latitude": 48.5, "longitude": 2.25}'
    )
    assert chat.page.evaluate("window.seenThere") == []


def test_a_headless_tool_that_fails_returns_its_error(run_scenario, expect):
    chat = run_scenario("headless-tool")  # the browser denies the location
    chat.wait_for_reply("Your location:")
    expect(chat.part("Tool call get_location").get_by_role("status")).to_contain_text('{"error": "')


def test_components_belong_to_a_message_and_are_updated_and_removed(run_scenario, expect):
    chat = run_scenario("generative-ui", watch=".weather > output")
    card = chat.page.get_by_role("figure", name="Weather in Paris")
    chat.wait_for_reply("Here is the weather.")
    assert chat.page.evaluate("window.seenThere")[-1] == "24 °C"
    for _ in ("live", "reloaded"):
        expect(chat.replies.filter(has=card)).to_contain_text("Here is the weather.")
        expect(card).to_contain_text("24 °C")
        chat.page.reload()
    expect(card).to_be_visible()
    chat.say("remove it")
    chat.wait_for_reply("I remove the card.")
    expect(card).to_have_count(0)

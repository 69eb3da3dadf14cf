"""Every example does what its first lines promise, by the older protocol and by protocol v2."""

import pytest


def interrupts(row):
    return [each for task in row["interrupts"].values() for each in task]


def test_hello(converse):
    async def act(thread):
        await thread.turn("good morning")
        assert await thread.last() == 'Hello! You wrote "good morning".'

    converse("hello", act)


class TestTravel:
    def test_a_tool(self, converse):
        async def act(thread):
            await thread.turn("The weather, please")
            assert [kind for kind, _ in await thread.texts()] == ["human", "ai", "tool", "ai"]
            assert await thread.last() == "Sunny, 24 °C in Paris. Take your sunglasses."

        converse("travel", act)

    def test_an_approval(self, converse):
        async def act(thread):
            await thread.turn("book")
            edited = {"name": "book_flight", "args": {"to": "Rome", "seats": 3}}
            await thread.resume({"decisions": [{"type": "edit", "edited_action": edited}]})
            assert await thread.last() == "The airline answered: Booked 3 seats."
            call = (await thread.values())["messages"][1]["tool_calls"][0]
            assert call["args"] == {"to": "Rome", "seats": 3}

        converse("travel", act)

    @pytest.mark.parametrize(("answer", "text"), [("ritz", "A fine choice!"), ("Hilton", "Hilton it is.")])
    def test_a_question(self, converse, answer, text):
        async def act(thread):
            await thread.turn("hotel")
            assert interrupts(await thread.row())[0]["value"]["choices"] == ["Ritz", "Hilton"]
            await thread.resume(answer)
            assert await thread.last() == text

        converse("travel", act)


class TestDeepAgent:
    def test_two_subagents_at_once(self, converse, of):
        async def act(thread):
            events = await thread.turn()
            spaces = [space for space in of.namespaces(events, "messages") if space]
            assert len(spaces) == 2
            assert all(space.startswith("tools:") for space in spaces)
            first = [mode for mode, _ in events].index(f"messages|{spaces[1]}")
            last = len(events) - 1 - [mode for mode, _ in reversed(events)].index(f"messages|{spaces[0]}")
            assert first < last  # the second begins before the first ends
            kinds = [kind for kind, _ in await thread.texts()]
            assert kinds == ["human", "ai", "tool", "tool", "ai"]
            assert await thread.last() == "Both subagents are done."

        converse("deep-agent", act)

    def test_each_has_messages_and_an_inner_tool_call(self, converse, of):
        async def act(thread):
            events = await thread.turn()
            for space in [space for space in of.namespaces(events, "values") if space]:
                messages = [data for mode, data in events if mode == f"values|{space}"][-1]["messages"]
                assert [each["type"] for each in messages] == ["human", "ai", "tool", "ai"]
                assert messages[1]["tool_calls"][0]["name"] in {"search_web", "query_database"}

        converse("deep-agent", act)

    def test_todos_and_files(self, converse, of):
        async def act(thread):
            events = await thread.turn()
            seen = [
                values["todos"][0]["status"] for values in of.named(events, "values") if values.get("todos")
            ]
            assert list(dict.fromkeys(seen)) == ["in_progress", "completed"]
            assert (await thread.values())["files"] == {"research.md": "# Risks\n\nThree articles."}

        converse("deep-agent", act)

    def test_v2_names_the_subagents_and_their_calls(self, converse):
        async def act(thread):
            events = await thread.v2("lifecycle")
            started = [each.data for each in events if each.data["event"] == "started"]
            assert {each["graph_name"] for each in started} == {"researcher", "data-analyst"}
            calls = (await thread.values())["messages"][1]["tool_calls"]
            assert {each["cause"]["tool_call_id"] for each in started} == {call["id"] for call in calls}

        converse("deep-agent", act)


class TestDeepAgentInterrupt:
    def test_resume_by_id_continues_in_the_subagent(self, converse, of):
        async def act(thread):
            events = await thread.turn()
            asked = [
                (mode, data["__interrupt__"][0])
                for mode, data in events
                if mode.startswith("updates|") and "__interrupt__" in data
            ]
            assert asked
            [pending] = interrupts(await thread.row())
            assert pending["value"] == {"question": "Approve the change?"}
            await thread.resume({pending["id"]: "yes"})
            assert await thread.last() == "The approver reports: The user answered: yes"
            assert (await thread.row())["status"] == "idle"

        converse("deep-agent-interrupt", act)

    def test_v2_requests_input_in_the_namespace_of_the_subagent(self, converse):
        async def act(thread):
            [event] = await thread.v2("input")
            assert event.method == "input.requested"
            assert [part.partition(":")[0] for part in event.namespace] == ["tools"]

        converse("deep-agent-interrupt", act)


def test_parallel_fanout_finishes_in_another_order(converse, of):
    async def act(thread):
        events = await thread.turn()
        assert len([space for space in of.namespaces(events, "values") if space]) == 6
        done = [
            message["tool_call_id"]
            for data in of.named(events, "updates")
            for message in (data.get("tools") or {}).get("messages", [])
        ]
        assert sorted(done) == [f"task-{number}" for number in range(1, 7)]
        assert done != sorted(done)
        results = [
            each["tool_call_id"] for each in (await thread.values())["messages"] if each["type"] == "tool"
        ]
        assert results == sorted(results)  # the state has the order of the calls

    converse("parallel-fanout", act)


def test_parallel_subgraph_has_a_namespace_for_each_item(converse, of):
    async def act(thread):
        events = await thread.turn()
        spaces = of.namespaces(events, "custom")
        assert len(spaces) == 6
        assert all(space.startswith("worker:") for space in spaces)
        assert {data["city"] for data in of.named(events, "custom")} == {
            *("Paris", "Rome", "Oslo", "Bern", "Wien", "Riga")
        }
        assert len(await thread.texts()) == 7

    converse("parallel-subgraph", act)


def test_embedded_subgraph_is_the_only_one(converse):
    async def act(thread):
        events = await thread.v2("lifecycle", "messages")
        started = [each.data["graph_name"] for each in events if each.data.get("event") == "started"]
        assert started == ["research"]
        within = {each.namespace[0].partition(":")[0] for each in events if each.namespace}
        assert within == {"research"}
        await thread.turn()
        assert [text for _, text in await thread.texts()][-2:] == [
            "I read two papers.",
            "Here is the summary.",
        ]

    converse("embedded-subgraph", act)


class TestMultiInterrupt:
    def test_all_at_once(self, converse, of):
        async def act(thread):
            events = await thread.turn()
            pending = interrupts(await thread.row())
            assert len({each["id"] for each in pending}) == 3
            in_tasks = [each for task in (await thread.state())["tasks"] for each in task["interrupts"]]
            assert {each["id"] for each in in_tasks} == {each["id"] for each in pending}
            assert len([data for data in of.named(events, "updates") if "__interrupt__" in data]) == 3
            await thread.resume({each["id"]: each["value"]["action"].upper() for each in pending})
            values = await thread.values()
            assert values["decisions"] == {"delete": "DELETE", "archive": "ARCHIVE", "publish": "PUBLISH"}
            assert values["completed"] is True

        converse("multi-interrupt", act)

    def test_one_by_one(self, converse):
        async def act(thread):
            await thread.stream(input={"actions": ["a", "b"]})
            while pending := interrupts(await thread.row()):
                assert (await thread.values())["completed"] is False
                await thread.resume({pending[0]["id"]: "yes"})
            assert (await thread.values())["decisions"] == {"a": "yes", "b": "yes"}
            assert (await thread.values())["completed"] is True

        converse("multi-interrupt", act)


def test_nested_interrupt_is_shown_after_a_reload_and_resumable(converse):
    async def act(thread):
        await thread.turn()
        state = await thread.state(subgraphs=True)
        inner = state["tasks"][0]["state"]
        assert inner["tasks"][0]["state"]["tasks"][0]["interrupts"][0]["value"] == {
            "question": "Approve the nested action?"
        }
        await thread.resume("yes")
        assert await thread.last() == "The decision: yes"

    converse("nested-interrupt", act)


def test_interrupt_once(converse):
    async def act(thread):
        await thread.turn()
        await thread.resume("yes")
        await thread.turn("again")
        assert (await thread.row())["interrupts"] == {}
        assert await thread.last() == "This is turn 2, without a question."

    converse("interrupt-once", act)


def test_interrupt_card_stays_while_the_tool_works(converse, of):
    async def act(thread):
        await thread.turn()
        [pending] = interrupts(await thread.row())
        assert pending["value"]["type"] == "ai"
        card = {"id": "card", **pending["value"]}
        events = await thread.resume(True, update={"messages": [card]})
        first = of.named(events, "values")[0]["messages"]
        assert first[-1]["id"] == "card"
        assert ("ai", "Please review the deletion of production.") in await thread.texts()
        assert await thread.last() == "Deleted."

    converse("interrupt-card", act)


class TestApprovals:
    def test_several_actions(self, converse):
        async def act(thread):
            await thread.turn()
            [pending] = interrupts(await thread.row())
            assert [each["name"] for each in pending["value"]["action_requests"]] == [
                "send_email",
                "delete_file",
            ]
            assert pending["value"]["review_configs"] == [
                {"action_name": "send_email", "allowed_decisions": ["approve", "edit", "reject"]},
                {"action_name": "delete_file", "allowed_decisions": ["approve", "reject"]},
            ]
            await thread.resume(
                {"decisions": [{"type": "approve"}, {"type": "reject", "message": "Keep it"}]}
            )
            results = {
                each["name"]: each for each in (await thread.values())["messages"] if each["type"] == "tool"
            }
            assert results["send_email"]["content"] == "Sent to ann@example.org."
            assert (results["delete_file"]["content"], results["delete_file"]["status"]) == (
                "Keep it",
                "error",
            )
            assert results["get_time"]["content"] == "12:30"

        converse("approvals", act)

    @pytest.mark.parametrize(("decision", "text"), [("approve", "Deployed."), ("reject", "Not deployed.")])
    def test_any_actions(self, converse, decision, text):
        async def act(thread):
            await thread.turn("plain")
            await thread.resume({"decisions": [{"type": decision}]})
            assert await thread.last() == text

        converse("approvals", act)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ({"type": "accept"}, "Sent."),
        ({"type": "edit", "args": {"action": "send_email", "args": {"to": "bob"}}}, "Sent to bob."),
        ({"type": "response", "args": "later"}, "You wrote: later"),
        ({"type": "ignore"}, "Ignored."),
    ],
)
def test_inbox(converse, answer, text):
    async def act(thread):
        await thread.turn()
        [[request]] = [each["value"] for each in interrupts(await thread.row())]
        assert request["action_request"] == {
            "action": "send_email",
            "args": {"to": "ann@example.org", "subject": "Hello"},
        }
        assert request["config"]["allow_accept"] is True
        assert request["description"].startswith("# Email")
        await thread.resume([answer])
        assert await thread.last() == text

    converse("inbox", act)


@pytest.mark.parametrize("answer", [{"latitude": 1}, {"error": "denied"}])
def test_headless_tool(converse, answer):
    async def act(thread):
        await thread.turn()
        [pending] = interrupts(await thread.row())
        call = {"id": "call-location", "name": "get_location", "args": {"highAccuracy": False}}
        assert pending["value"] == {"type": "tool", "tool_call": call}
        await thread.resume(answer)
        assert str(next(iter(answer))) in await thread.last()

    converse("headless-tool", act)


class TestCustomEvents:
    EVENTS = (
        {"stage": "thinking"},
        {"name": "status", "payload": {"label": "answering"}},
        {"stage": "working"},
        "text and numbers are possible, too",
    )

    def test_the_older_protocol(self, converse, of):
        async def act(thread):
            events = await thread.turn()
            assert of.named(events, "custom") == [*self.EVENTS]
            assert [space.partition(":")[0] for space in of.namespaces(events, "custom")] == ["", "worker"]

        converse("custom-events", act)

    def test_v2(self, converse):
        async def act(thread):
            events = await thread.v2("custom:status")
            assert [each.data for each in events if each.method == "custom"] == [self.EVENTS[1]]

        converse("custom-events", act)


def test_remove_message_while_streaming_and_after_a_reload(converse, of):
    async def act(thread):
        events = await thread.turn()
        seen = [tuple(each["content"] for each in data["messages"]) for data in of.named(events, "values")]
        assert ("hi", "Step 1: to remove") in seen
        assert ("hi", "Step 2: to keep") in seen
        assert [text for _, text in await thread.texts()] == ["hi", "Step 2: to keep", "Step 3: to keep"]

    converse("remove-message", act)


def test_stateful_values(converse, of):
    async def act(thread):
        events = await thread.stream(input={"status": "mine"})
        seen = [data["status"] for data in of.named(events, "values")]
        assert list(dict.fromkeys(seen)) == ["mine", "final"]

    converse("stateful-values", act)


def test_slow_start_sends_all_at_once(converse, of):
    async def act(thread):
        events = await thread.turn()
        assert len([data for data in of.named(events, "messages") if data[0]["content"]]) == 1
        assert await thread.last() == "Done."

    converse("slow-start", act)


class TestGenerativeUI:
    def test_shown_and_updated(self, converse, of):
        async def act(thread):
            events = await thread.turn()
            [ui] = (await thread.values())["ui"]
            assert (ui["name"], ui["props"]) == ("weather", {"city": "Paris", "celsius": 24})
            shown, updated = of.named(events, "custom")
            assert shown["type"] == "ui"
            assert shown["id"] == updated["id"] == "weather-card"
            message = (await thread.values())["messages"][-1]
            assert shown["metadata"]["message_id"] == message["id"]
            assert updated["metadata"]["merge"] is True

        converse("generative-ui", act)

    def test_removed(self, converse, of):
        async def act(thread):
            await thread.turn()
            events = await thread.turn("remove")
            assert of.named(events, "custom") == [{"type": "remove-ui", "id": "weather-card"}]
            assert (await thread.values())["ui"] == []

        converse("generative-ui", act)


def test_todos_progress_and_files_may_be_edited_by_the_client(converse, of):
    async def act(thread):
        events = await thread.turn()
        statuses = [data["todos"][0]["status"] for data in of.named(events, "values") if data["todos"]]
        assert list(dict.fromkeys(statuses)) == ["pending", "in_progress", "completed"]
        edit = {"values": {"files": {"notes.md": "mine"}}}
        await thread.scene.json("update_state", edit, thread_id=thread.thread)
        await thread.turn("show")
        assert await thread.last() == "notes.md is now: mine"

    converse("todos-and-files", act)


class TestRichContent:
    def test_content_blocks(self, converse):
        async def act(thread):
            await thread.turn()
            message = (await thread.values())["messages"][-1]
            reasoning, text, cited, by_url, by_data, file = message["content"]
            assert reasoning["reasoning"].endswith("name my source.")
            assert text["text"] == "This is the Eiffel Tower."
            assert cited["annotations"][0]["url"] == "https://example.com/eiffel"
            assert by_url["url"] == "https://example.com/eiffel.png"
            assert (by_data["mime_type"], by_data["base64"]) == ("image/png", "iVBORw0KGgo=")
            assert file["type"] == "file"
            usage = message["usage_metadata"]
            assert (usage["input_tokens"], usage["output_tokens"], usage["total_tokens"]) == (12, 34, 46)

        converse("rich-content", act)

    def test_one_of_two_tools_fails(self, converse):
        async def act(thread):
            await thread.turn("It fails")
            results = [each for each in (await thread.values())["messages"] if each["type"] == "tool"]
            assert [(each["content"], each["status"]) for each in results] == [
                ("The exchange is closed.", "error"),
                ("5", "success"),
            ]

        converse("rich-content", act)

    def test_v2_streams_reasoning_before_text(self, converse):
        async def act(thread):
            events = await thread.v2("messages")
            kinds = [
                each.data["content"]["type"] for each in events if each.data["event"] == "content-block-start"
            ]
            assert kinds[:2] == ["reasoning", "text"]

        converse("rich-content", act)

    def test_v2_has_events_of_tools(self, converse):
        async def act(thread):
            events = [each.data["event"] for each in await thread.v2("tools", text="It fails")]
            assert sorted(events) == ["tool-error", "tool-finished", "tool-started", "tool-started"]

        converse("rich-content", act)


def test_long_thread(converse):
    async def act(thread):
        await thread.turn()
        texts = await thread.texts()
        assert len(texts) == 200
        assert texts[1:3] == [("human", "Question 1"), ("ai", "Answer 1")]
        assert len({each["id"] for each in (await thread.values())["messages"]}) == 200

    converse("long-thread", act)

"""Assistants as agents: errors, the life of tasks, and the isolation of messages."""

import asyncio
import json

import httpx
import pytest
from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from mockserver.app import create_app
from mockserver.settings import Settings

AGENT = "fe096781-5601-53d2-b2f6-0d3403f7e9ca"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
HELLO = {"role": "user", "messageId": "m1", "parts": [{"kind": "text", "text": "hello"}]}
BOTH = "application/json, text/event-stream"


def request(method="message/send", **params):
    return {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}


def sending(**message):
    return request(message={**HELLO, **message})


def text(said):
    return {"kind": "text", "text": said}


@pytest.fixture(scope="module")
def http(listening):
    """Yield a client of one mock that validates its responses."""
    with (
        listening(
            create_app(Settings(pace=0, validate_responses=True, allowed_hosts={"agents.example"}))
        ) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        yield client


@pytest.fixture
def post(http):
    """Return a function that sends a body to an agent."""

    def post(body, agent=AGENT, accept=BOTH):
        content = body if isinstance(body, bytes) else json.dumps(body)
        return http.post(f"/a2a/{agent}", content=content, headers={"accept": accept})

    return post


async def assistant(scene, graph="agent", **words):
    found = await scene.json("search_assistants", {"graph_id": graph, "limit": 1}, **words)
    return found[0]["assistant_id"]


async def answered(scene, message, graph="agent", owner=None):
    agent = await assistant(scene, graph)
    return await scene.json(
        "send_a2a_message", message, headers={"accept": BOTH}, owner=owner, assistant_id=agent
    )


async def task(scene, message, graph="agent"):
    return (await answered(scene, message, graph))["result"]


async def streamed(scene, message, graph="agent"):
    message = {**message, "method": "message/stream"}
    agent = await assistant(scene, graph)
    words = {"headers": {"accept": BOTH}, "assistant_id": agent}
    return [data for _, data in await scene.events("send_a2a_message", message, **words)]


class TestWhatIsNoRequest:
    @pytest.mark.parametrize(
        ("body", "code", "field"),
        [
            (b"{", -32700, "body: not valid JSON"),
            (b"", -32700, "body: is required"),
            ([request()], -32600, "A request must be"),
            ({**request(), "jsonrpc": "1.0"}, -32600, "jsonrpc:"),
            ({**request(), "id": None}, -32600, "id:"),
            ({**request(), "id": True}, -32600, "id:"),
            ({**request(), "method": 5}, -32600, "method:"),
            (request("tasks/forget"), -32601, "Method not found: tasks/forget"),
            ({**request(), "params": []}, -32602, "params:"),
        ],
    )
    def test_is_refused_in_the_words_of_json_rpc(self, post, body, code, field):
        response = post(body)
        assert response.status_code == 200
        assert response.json()["error"]["code"] == code
        assert response.json()["error"]["message"].startswith(field)

    def test_is_refused_with_its_id_where_it_has_one(self, post):
        assert post(request("tasks/forget")).json()["id"] == 7
        assert post(b"{").json()["id"] is None

    @pytest.mark.parametrize(
        ("message", "field"),
        [
            (request(), "params.message:"),
            (request(message="hello"), "params.message:"),
            (sending(role="robot"), "params.message.role:"),
            (sending(messageId=5), "params.message.messageId:"),
            (sending(parts={}), "params.message.parts:"),
            (sending(parts=[{"kind": "video"}]), "params.message.parts.0.kind:"),
            (sending(parts=[text(5)]), "params.message.parts.0.text:"),
            (sending(parts=[text("a"), {"kind": "data", "data": 5}]), "params.message.parts.1.data:"),
            (sending(parts=[{"kind": "file", "file": {}}]), "params.message.parts.0.file.bytes:"),
            (sending(contextId="no uuid"), "params.message.contextId:"),
            (sending(parts=[]), "params:"),
            (request(message=HELLO, configuration={"historyLength": 11}), "params.configuration.history"),
            (request("tasks/get"), "params.id:"),
            (request("tasks/get", id=5), "params.id:"),
            (request("tasks/cancel", id="a:b", contextId=1), "params.contextId:"),
        ],
    )
    def test_error_names_the_wrong_param(self, post, message, field):
        error = post(message).json()["error"]
        assert (error["code"], error["message"].startswith(field)) == (-32602, True), error

    def test_is_refused_as_an_event_where_a_stream_is_wanted(self, post):
        response = post({**sending(role="robot"), "method": "message/stream"})
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.text.startswith("event: message\r\n")
        assert '"code":-32602' in response.text


class TestAccept:
    @pytest.mark.parametrize(
        ("method", "accept"),
        [("message/send", "text/event-stream"), ("message/stream", "application/json"), ("tasks/get", "a/b")],
    )
    def test_must_admit_what_the_method_answers(self, post, method, accept):
        response = post({**sending(), "method": method}, accept=accept)
        assert response.status_code == 400
        assert response.json()["detail"].startswith("header Accept:")

    @pytest.mark.parametrize("accept", ["*/*", "application/*", "a/b, application/json;q=0.5"])
    def test_may_be_a_range(self, post, accept):
        assert "result" in post(sending(), accept=accept).json()


class TestAnAssistant:
    def test_unknown_id_is_an_error(self, post):
        assert post(sending(), agent=UNKNOWN).json()["error"]["code"] == -32602

    def test_is_named_by_its_id(self, post):
        response = post(sending(), agent="agent")
        assert (response.status_code, response.json()["detail"]) == (
            400,
            "assistant_id: 'agent' is not a valid UUID",
        )

    def test_other_owners_task_is_unknown(self, play):
        async def act(scene):
            mine = await scene.json("create_assistant", {"graph_id": "agent"})
            words = {"headers": {"accept": BOTH}, "assistant_id": mine["assistant_id"], "owner": "bob"}
            return await scene.json("send_a2a_message", sending(), **words)

        assert play(act)["error"]["code"] == -32602

    def test_whose_input_has_no_messages_takes_data_only(self, play):
        class Sum(TypedDict, total=False):
            of: list[int]
            total: int

        graph = StateGraph(Sum).add_node("add", lambda state: {"total": sum(state["of"])})
        graph = graph.add_edge(START, "add").add_edge("add", END).compile()

        async def act(scene):
            refused = await answered(scene, sending(), "adds")
            parts = [{"kind": "data", "data": {"of": [1, 2]}}]
            done = await task(scene, sending(parts=parts), "adds")
            state = await scene.json("get_state", thread_id=done["contextId"])
            return refused["error"]["code"], done["status"]["state"], state["values"]["total"]

        assert play(act, graphs={"adds": graph}) == (-32005, "completed", 3)


class TestACard:
    def test_card_has_the_clients_url(self, http):
        headers = {"host": "agents.example", "x-forwarded-proto": "https"}
        card = http.get(f"/a2a/{AGENT}", headers=headers).json()
        assert card["url"] == f"https://agents.example/a2a/{AGENT}"
        assert card["supportedInterfaces"][0]["url"] == card["url"]

    def test_is_the_same_at_both_places(self, http):
        there = http.get(f"/.well-known/agent-card.json?assistant_id={AGENT}")
        assert there.json() == http.get(f"/a2a/{AGENT}").json()

    def test_other_owners_assistant_is_not_found(self, ask):
        mine = ask.assistant()["assistant_id"]
        assert ask.json("get_a2a_agent_card", assistant_id=mine)["url"] == f"/a2a/{mine}"
        with pytest.raises(Exception, match="not found"):
            ask("get_a2a_agent_card", assistant_id=mine, owner="bob")


class TestAMessage:
    def test_with_several_parts_is_one_message_of_the_thread(self, play):
        image = {"kind": "file", "file": {"uri": "http://a.example/b.png", "mimeType": "image/png"}}
        file = {"kind": "file", "file": {"bytes": "aGk=", "name": "b.txt"}}

        async def act(scene):
            done = await task(scene, sending(parts=[text("Look:"), image, file]))
            state = await scene.json("get_state", thread_id=done["contextId"])
            return done["history"][0]["parts"], state["values"]["messages"][0]["content"]

        parts, content = play(act)
        assert parts == [text("Look:"), image, file]
        assert content == [
            {"type": "text", "text": "Look:"},
            {"type": "image", "url": "http://a.example/b.png", "mime_type": "image/png"},
            {"type": "file", "base64": "aGk=", "extras": {"filename": "b.txt"}},
        ]

    def test_has_the_clients_id_on_the_thread(self, play):
        async def act(scene):
            done = await task(scene, sending(messageId="mine"))
            return await scene.json("get_state", thread_id=done["contextId"])

        assert play(act)["values"]["messages"][0]["id"] == "mine"

    def test_begins_a_thread_under_the_clients_context(self, play):
        async def act(scene):
            done = await task(scene, sending(contextId=UNKNOWN))
            return done["id"].partition(":")[0], (await scene.json("get_thread", thread_id=UNKNOWN))["status"]

        assert play(act) == (UNKNOWN, "idle")

    def test_into_another_owners_context_is_refused(self, play):
        async def act(scene):
            done = await task(scene, sending())
            return await answered(scene, sending(contextId=done["contextId"]), owner="bob")

        assert play(act)["error"]["code"] == -32602

    def test_can_be_the_agents(self, play):
        async def act(scene):
            return await task(scene, sending(role="agent"))

        assert play(act)["history"][0]["role"] == "agent"


class TestATask:
    def test_history_length_limits_messages(self, play):
        async def act(scene):
            ended = (await task(scene, sending()))["id"]
            wanted = [await task(scene, request("tasks/get", id=ended, historyLength=n)) for n in (0, 1, 9)]
            return ["history" in each and len(each["history"]) for each in wanted]

        assert play(act) == [False, 1, 2]

    def test_is_of_its_assistant_and_its_context(self, play):
        async def act(scene):
            ended = (await task(scene, sending()))["id"]
            asked = [
                await answered(scene, request("tasks/get", id=ended), "slow"),
                await answered(scene, request("tasks/get", id=ended, contextId=UNKNOWN)),
                await answered(scene, request("tasks/get", id=f"{UNKNOWN}:{UNKNOWN}")),
            ]
            return [response["error"]["code"] for response in asked]

        assert play(act) == [-32001] * 3

    def test_resumed_task_is_unknown_by_the_later_run(self, play):
        async def act(scene):
            asked = await task(scene, sending(), "hitl")
            await task(scene, sending(taskId=asked["id"]), "hitl")
            runs = await scene.json("list_thread_runs", thread_id=asked["contextId"])
            later = f"{asked['contextId']}:{runs[0]['run_id']}"
            return await answered(scene, request("tasks/get", id=later), "hitl")

        assert play(act)["error"]["code"] == -32001

    def test_is_answered_with_data_under_resume_or_with_all_data(self, play):
        async def act(scene):
            said = []
            for data in ({"resume": {"colour": "red"}}, {"colour": "blue"}):
                asked = await task(scene, sending(), "hitl")
                parts = [{"kind": "data", "data": data}]
                done = await task(scene, sending(taskId=asked["id"], parts=parts), "hitl")
                said.append(done["artifacts"][0]["parts"][0]["text"])
            return said

        assert play(act) == ['You answered {"colour": "red"}', 'You answered {"colour": "blue"}']

    def test_resume_without_interrupt_is_rejected(self, play):
        async def act(scene):
            return await answered(scene, sending(parts=[{"kind": "data", "data": {"resume": 1}}]))

        assert play(act)["error"]["message"].startswith("params.message.taskId:")

    def test_is_not_answered_with_null(self, play):
        async def act(scene):
            asked = await task(scene, sending(), "hitl")
            parts = [{"kind": "data", "data": {"resume": None}}]
            return await answered(scene, sending(taskId=asked["id"], parts=parts), "hitl")

        assert play(act)["error"]["message"] == "params.message.parts: resume must not be null"

    def test_cancelled_question_keeps_its_messages(self, play):
        async def act(scene):
            asked = await task(scene, sending(), "hitl")
            canceled = await task(scene, request("tasks/cancel", id=asked["id"]), "hitl")
            thread = await scene.json("get_thread", thread_id=asked["contextId"])
            return canceled["status"]["state"], len(canceled["history"]), thread["status"]

        assert play(act) == ("canceled", 1, "idle")

    def test_works_while_its_run_runs_and_can_then_be_canceled(self, play):
        async def act(scene):
            begun = await task(scene, request(message=HELLO, configuration={"blocking": False}), "slow")
            thread_id, _, run_id = begun["id"].partition(":")
            await scene.running({"thread_id": thread_id, "run_id": run_id})
            working = await task(scene, request("tasks/get", id=begun["id"]), "slow")
            canceled = await task(scene, request("tasks/cancel", id=begun["id"]), "slow")
            return [each["status"]["state"] for each in (begun, working, canceled)]

        assert play(act) == ["submitted", "working", "canceled"]

    def test_can_be_any_run(self, play):
        async def act(scene):
            run = await scene.finished(await scene.started(await scene.thread()))
            return await task(scene, request("tasks/get", id=f"{run['thread_id']}:{run['run_id']}"))

        assert play(act)["status"]["state"] == "completed"

    def test_whose_thread_is_deleted_while_it_is_waited_for_is_unknown(self, play):
        async def act(scene):
            waiting = asyncio.create_task(answered(scene, sending(contextId=UNKNOWN), "slow"))
            while not scene.world.runs.of(UNKNOWN):  # noqa: ASYNC110
                await asyncio.sleep(0.001)
            await scene("delete_thread", thread_id=UNKNOWN)
            return await waiting

        assert play(act)["error"]["code"] == -32001


class TestAStream:
    def test_stream_has_task_questions_and_end(self, play):
        async def act(scene):
            return [data["result"] for data in await streamed(scene, sending(), "hitl")]

        begun, asked, end = play(act)
        assert (begun["status"]["state"], begun["history"][0]["messageId"]) == ("submitted", "m1")
        assert asked["artifact"]["parts"][0]["data"]["value"] == {"question": "Shall I go on?"}
        assert (end["status"]["state"], end["final"]) == ("input-required", True)

    def test_failed_run_ends_with_the_reason(self, play):
        async def act(scene):
            return [data["result"] for data in await streamed(scene, sending(), "failing")]

        *_, before, end = play(act)
        assert before["status"]["state"] == "working"
        assert end["status"]["message"]["parts"] == [text("ValueError: this graph always fails")]

    def test_is_the_same_with_the_same_seed(self, play):
        async def act(scene):
            return json.dumps(await streamed(scene, sending()))

        assert play(act, seed=1) == play(act, seed=1)

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


def text(message):
    return {"kind": "text", "text": message}


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


async def assistant(client, graph="agent", **kwargs):
    assistants = await client.json("search_assistants", {"graph_id": graph, "limit": 1}, **kwargs)
    return assistants[0]["assistant_id"]


async def send_message(client, message, graph="agent", owner=None):
    agent = await assistant(client, graph)
    return await client.json(
        "send_a2a_message", message, headers={"accept": BOTH}, owner=owner, assistant_id=agent
    )


async def task(client, message, graph="agent"):
    return (await send_message(client, message, graph))["result"]


async def streamed(client, message, graph="agent"):
    message = {**message, "method": "message/stream"}
    agent = await assistant(client, graph)
    options = {"headers": {"accept": BOTH}, "assistant_id": agent}
    return [data for _, data in await client.events("send_a2a_message", message, **options)]


class TestInvalidRequest:
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
    def test_gets_a_json_rpc_error(self, post, body, code, field):
        response = post(body)
        assert response.status_code == 200
        assert response.json()["error"]["code"] == code
        assert response.json()["error"]["message"].startswith(field)

    def test_gets_an_error_with_its_id(self, post):
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

    def test_gets_an_error_event_if_it_streams(self, post):
        response = post({**sending(role="robot"), "method": "message/stream"})
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.text.startswith("event: message\r\n")
        assert '"code":-32602' in response.text


class TestAccept:
    @pytest.mark.parametrize(
        ("method", "accept"),
        [("message/send", "text/event-stream"), ("message/stream", "application/json"), ("tasks/get", "a/b")],
    )
    def test_must_include_the_media_type_of_the_response(self, post, method, accept):
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

    def test_other_owners_task_is_unknown(self, run_async):
        async def scenario(client):
            own_assistant = await client.json("create_assistant", {"graph_id": "agent"})
            options = {
                "headers": {"accept": BOTH},
                "assistant_id": own_assistant["assistant_id"],
                "owner": "bob",
            }
            return await client.json("send_a2a_message", sending(), **options)

        assert run_async(scenario)["error"]["code"] == -32602

    def test_without_messages_in_its_input_takes_data_only(self, run_async):
        class Sum(TypedDict, total=False):
            of: list[int]
            total: int

        graph = StateGraph(Sum).add_node("add", lambda state: {"total": sum(state["of"])})
        graph = graph.add_edge(START, "add").add_edge("add", END).compile()

        async def scenario(client):
            error = await send_message(client, sending(), "adds")
            parts = [{"kind": "data", "data": {"of": [1, 2]}}]
            done = await task(client, sending(parts=parts), "adds")
            state = await client.json("get_state", thread_id=done["contextId"])
            return error["error"]["code"], done["status"]["state"], state["values"]["total"]

        assert run_async(scenario, graphs={"adds": graph}) == (-32005, "completed", 3)


class TestACard:
    def test_card_has_the_clients_url(self, http):
        headers = {"host": "agents.example", "x-forwarded-proto": "https"}
        card = http.get(f"/a2a/{AGENT}", headers=headers).json()
        assert card["url"] == f"https://agents.example/a2a/{AGENT}"
        assert card["supportedInterfaces"][0]["url"] == card["url"]

    def test_is_the_same_at_both_places(self, http):
        card = http.get(f"/.well-known/agent-card.json?assistant_id={AGENT}")
        assert card.json() == http.get(f"/a2a/{AGENT}").json()

    def test_other_owners_assistant_is_not_found(self, client):
        assistant_id = client.assistant()["assistant_id"]
        assert client.json("get_a2a_agent_card", assistant_id=assistant_id)["url"] == f"/a2a/{assistant_id}"
        with pytest.raises(Exception, match="not found"):
            client("get_a2a_agent_card", assistant_id=assistant_id, owner="bob")


class TestAMessage:
    def test_with_several_parts_is_one_message_of_the_thread(self, run_async):
        image = {"kind": "file", "file": {"uri": "http://a.example/b.png", "mimeType": "image/png"}}
        file = {"kind": "file", "file": {"bytes": "aGk=", "name": "b.txt"}}

        async def scenario(client):
            done = await task(client, sending(parts=[text("Look:"), image, file]))
            state = await client.json("get_state", thread_id=done["contextId"])
            return done["history"][0]["parts"], state["values"]["messages"][0]["content"]

        parts, content = run_async(scenario)
        assert parts == [text("Look:"), image, file]
        assert content == [
            {"type": "text", "text": "Look:"},
            {"type": "image", "url": "http://a.example/b.png", "mime_type": "image/png"},
            {"type": "file", "base64": "aGk=", "extras": {"filename": "b.txt"}},
        ]

    def test_has_the_clients_id_on_the_thread(self, run_async):
        async def scenario(client):
            done = await task(client, sending(messageId="mine"))
            return await client.json("get_state", thread_id=done["contextId"])

        assert run_async(scenario)["values"]["messages"][0]["id"] == "mine"

    def test_begins_a_thread_under_the_clients_context(self, run_async):
        async def scenario(client):
            done = await task(client, sending(contextId=UNKNOWN))
            return done["id"].partition(":")[0], (await client.json("get_thread", thread_id=UNKNOWN))[
                "status"
            ]

        assert run_async(scenario) == (UNKNOWN, "idle")

    def test_into_another_owners_context_is_rejected(self, run_async):
        async def scenario(client):
            done = await task(client, sending())
            return await send_message(client, sending(contextId=done["contextId"]), owner="bob")

        assert run_async(scenario)["error"]["code"] == -32602

    def test_can_be_the_agents(self, run_async):
        async def scenario(client):
            return await task(client, sending(role="agent"))

        assert run_async(scenario)["history"][0]["role"] == "agent"


class TestATask:
    def test_history_length_limits_messages(self, run_async):
        async def scenario(client):
            ended = (await task(client, sending()))["id"]
            tasks = [await task(client, request("tasks/get", id=ended, historyLength=n)) for n in (0, 1, 9)]
            return ["history" in each and len(each["history"]) for each in tasks]

        assert run_async(scenario) == [False, 1, 2]

    def test_is_of_its_assistant_and_its_context(self, run_async):
        async def scenario(client):
            ended = (await task(client, sending()))["id"]
            responses = [
                await send_message(client, request("tasks/get", id=ended), "slow"),
                await send_message(client, request("tasks/get", id=ended, contextId=UNKNOWN)),
                await send_message(client, request("tasks/get", id=f"{UNKNOWN}:{UNKNOWN}")),
            ]
            return [response["error"]["code"] for response in responses]

        assert run_async(scenario) == [-32001] * 3

    def test_resumed_task_is_unknown_by_the_later_run(self, run_async):
        async def scenario(client):
            interrupted = await task(client, sending(), "hitl")
            await task(client, sending(taskId=interrupted["id"]), "hitl")
            runs = await client.json("list_thread_runs", thread_id=interrupted["contextId"])
            later = f"{interrupted['contextId']}:{runs[0]['run_id']}"
            return await send_message(client, request("tasks/get", id=later), "hitl")

        assert run_async(scenario)["error"]["code"] == -32001

    def test_resumes_with_data_under_resume_or_with_all_data(self, run_async):
        async def scenario(client):
            responses = []
            for data in ({"resume": {"colour": "red"}}, {"colour": "blue"}):
                interrupted = await task(client, sending(), "hitl")
                parts = [{"kind": "data", "data": data}]
                done = await task(client, sending(taskId=interrupted["id"], parts=parts), "hitl")
                responses.append(done["artifacts"][0]["parts"][0]["text"])
            return responses

        assert run_async(scenario) == ['You answered {"colour": "red"}', 'You answered {"colour": "blue"}']

    def test_resume_without_interrupt_is_rejected(self, run_async):
        async def scenario(client):
            return await send_message(client, sending(parts=[{"kind": "data", "data": {"resume": 1}}]))

        assert run_async(scenario)["error"]["message"].startswith("params.message.taskId:")

    def test_does_not_resume_with_null(self, run_async):
        async def scenario(client):
            interrupted = await task(client, sending(), "hitl")
            parts = [{"kind": "data", "data": {"resume": None}}]
            return await send_message(client, sending(taskId=interrupted["id"], parts=parts), "hitl")

        assert run_async(scenario)["error"]["message"] == "params.message.parts: resume must not be null"

    def test_canceled_interrupt_keeps_its_messages(self, run_async):
        async def scenario(client):
            interrupted = await task(client, sending(), "hitl")
            canceled = await task(client, request("tasks/cancel", id=interrupted["id"]), "hitl")
            thread = await client.json("get_thread", thread_id=interrupted["contextId"])
            return canceled["status"]["state"], len(canceled["history"]), thread["status"]

        assert run_async(scenario) == ("canceled", 1, "idle")

    def test_works_while_its_run_runs_and_can_then_be_canceled(self, run_async):
        async def scenario(client):
            submitted = await task(client, request(message=HELLO, configuration={"blocking": False}), "slow")
            thread_id, _, run_id = submitted["id"].partition(":")
            await client.running({"thread_id": thread_id, "run_id": run_id})
            working = await task(client, request("tasks/get", id=submitted["id"]), "slow")
            canceled = await task(client, request("tasks/cancel", id=submitted["id"]), "slow")
            return [each["status"]["state"] for each in (submitted, working, canceled)]

        assert run_async(scenario) == ["submitted", "working", "canceled"]

    def test_can_be_any_run(self, run_async):
        async def scenario(client):
            run = await client.finished(await client.started(await client.thread()))
            return await task(client, request("tasks/get", id=f"{run['thread_id']}:{run['run_id']}"))

        assert run_async(scenario)["status"]["state"] == "completed"

    def test_is_unknown_if_its_thread_is_deleted_during_the_run(self, run_async):
        async def scenario(client):
            waiting = asyncio.create_task(send_message(client, sending(contextId=UNKNOWN), "slow"))
            while not client.world.runs.of(UNKNOWN):  # noqa: ASYNC110
                await asyncio.sleep(0.001)
            await client("delete_thread", thread_id=UNKNOWN)
            return await waiting

        assert run_async(scenario)["error"]["code"] == -32001


class TestAStream:
    def test_stream_has_task_interrupt_and_end(self, run_async):
        async def scenario(client):
            return [data["result"] for data in await streamed(client, sending(), "hitl")]

        submitted, interrupted, end = run_async(scenario)
        assert (submitted["status"]["state"], submitted["history"][0]["messageId"]) == ("submitted", "m1")
        assert interrupted["artifact"]["parts"][0]["data"]["value"] == {"question": "Shall I go on?"}
        assert (end["status"]["state"], end["final"]) == ("input-required", True)

    def test_failed_run_ends_with_the_reason(self, run_async):
        async def scenario(client):
            return [data["result"] for data in await streamed(client, sending(), "failing")]

        *_, before, end = run_async(scenario)
        assert before["status"]["state"] == "working"
        assert end["status"]["message"]["parts"] == [text("ValueError: this graph always fails")]

    def test_is_the_same_with_the_same_seed(self, run_async):
        async def scenario(client):
            return json.dumps(await streamed(client, sending()))

        assert run_async(scenario, seed=1) == run_async(scenario, seed=1)

"""The Model Context Protocol: messages, the list of tools, and calls."""

import json

import httpx
import pytest
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from typing_extensions import TypedDict

from mockserver.app import create_app
from mockserver.graphs.load import Broken
from mockserver.settings import Settings

ACCEPT = {"accept": "application/json, text/event-stream"}
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


def request(method, params=None):
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {}}


async def call_mcp(client, method, owner=None, **params):
    return await client.json("call_mcp", request(method, params), owner=owner)


async def tools(client, **kwargs):
    return (await call_mcp(client, "tools/list", **kwargs))["result"]["tools"]


async def call_tool(client, name, **params):
    return await call_mcp(client, "tools/call", name=name, **params)


@pytest.fixture(scope="module")
def http(listening):
    """Yield a client of one mock that validates its responses."""
    with (
        listening(create_app(Settings(validate_responses=True))) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=ACCEPT) as client,
    ):
        yield client


class TestOverHttp:
    @pytest.mark.parametrize("accept", ["application/json", "text/event-stream", "a/b, application/json;q=1"])
    def test_accepting_json_or_events_is_enough(self, http, accept):
        response = http.post("/mcp", json=PING, headers={"accept": accept})
        assert response.json() == {"jsonrpc": "2.0", "id": 1, "result": {}}

    @pytest.mark.parametrize("accept", ["text/html", "*/*", "", "application/jsonl"])
    def test_accepting_neither_is_rejected(self, http, accept):
        response = http.post("/mcp", json=PING, headers={"accept": accept})
        assert response.status_code == 400
        assert response.json()["detail"].startswith("header Accept:")

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            (b"{", "body: not valid JSON"),
            (b"", "body: is required"),
            (b"null", "body: "),
            ([PING], "body: "),
            ({**PING, "jsonrpc": "1.0"}, "body.jsonrpc: "),
            ({**PING, "id": 1.5}, "body.id: "),
            ({**PING, "method": ""}, "body.method: "),
            ({**PING, "params": None}, "body.params: "),
            ({"jsonrpc": "2.0", "result": {}}, "body: "),
        ],
    )
    def test_an_invalid_message_is_a_400(self, http, body, field):
        response = http.post("/mcp", content=body if isinstance(body, bytes) else json.dumps(body))
        assert response.status_code == 400
        assert response.json()["detail"].startswith(field)

    @pytest.mark.parametrize(
        "message",
        [
            {"jsonrpc": "2.0", "method": "notifications/initialized"},
            {"jsonrpc": "2.0", "id": 4, "result": {}},
            {"jsonrpc": "2.0", "id": "a", "error": {"code": 1, "message": "no"}},
        ],
    )
    def test_a_notification_has_an_empty_response(self, http, message):
        response = http.post("/mcp", json=message)
        assert (response.status_code, response.content) == (202, b"")
        assert "content-type" not in response.headers

    def test_get_and_delete_are_not_supported(self, http):
        listened, ended = http.get("/mcp"), http.delete("/mcp")
        assert (listened.status_code, listened.headers["allow"]) == (405, "DELETE, POST")
        assert ended.status_code == 404

    def test_a_slash_at_the_end_leads_to_the_same_path(self, http):
        response = http.post("/mcp/", json=PING, follow_redirects=True)
        assert response.json()["result"] == {}

    def test_the_same_seed_gives_the_same_bytes(self, mock):
        call = request("tools/call", {"name": "agent", "arguments": {"messages": "hi"}})
        one, other = (mock(seed=3)("POST", "/mcp", call, headers=ACCEPT) for _ in range(2))
        assert one.content == other.content


@pytest.mark.parametrize(
    ("requested", "agreed"),
    [
        ("2024-11-05", "2024-11-05"),
        ("2025-11-25", "2025-11-25"),
        ("1999-12-31", "2025-11-25"),
        (3, "2025-11-25"),
    ],
)
def test_a_supported_client_version_is_returned(run_async, requested, agreed):
    async def scenario(client):
        return await call_mcp(client, "initialize", protocolVersion=requested)

    assert run_async(scenario)["result"]["protocolVersion"] == agreed


def test_an_unknown_method_is_not_found(run_async):
    async def scenario(client):
        return (await call_mcp(client, "resources/list"))["error"]

    assert run_async(scenario) == {"code": -32601, "message": "Method not found: resources/list"}


@pytest.mark.parametrize(
    ("method", "params", "message"),
    [
        ("tools/call", {}, "params.name: "),
        ("tools/call", {"name": 3}, "params.name: "),
        ("tools/call", {"name": "agent", "arguments": "hi"}, "params.arguments: "),
        ("tools/call", {"name": "agent", "context": "hi"}, "params.context: "),
        ("tools/call", {"name": "nobody"}, "Unknown tool: nobody"),
        ("tools/list", {"cursor": 3}, "params.cursor: "),
        ("tools/list", {"cursor": "³"}, "params.cursor: "),
        ("tools/list", {"cursor": "-1"}, "params.cursor: "),
        ("tools/list", {"cursor": "9" * 5000}, "params.cursor: "),
    ],
)
def test_params_that_a_method_does_not_take_are_an_error_that_names_them(run_async, method, params, message):
    async def scenario(client):
        return (await call_mcp(client, method, **params))["error"]

    error = run_async(scenario)
    assert error["code"] == -32602
    assert error["message"].startswith(message)


def test_a_tool_name_has_only_valid_characters(run_async):
    async def scenario(client):
        for name in ("  Trip  planner (é) v1.0", "x" * 200, "旅"):
            await client.json("create_assistant", {"graph_id": "agent", "name": name})
        return await tools(client)

    named, long, nameless = run_async(scenario)[-3:]
    assert (named["name"], named["title"]) == ("Trip_planner__v1.0", "  Trip  planner (é) v1.0")
    assert long["name"] == "x" * 128
    assert len(nameless["name"]) == 36  # its id


def test_each_of_several_assistants_with_the_same_name_can_be_called(run_async):
    async def scenario(client):
        for graph in ("failing", "agent"):
            await client.json("create_assistant", {"graph_id": graph, "name": "twin"})
        twins = [tool["name"] for tool in await tools(client) if tool["title"] == "twin"]
        return twins, [(await call_tool(client, name))["result"]["isError"] for name in twins]

    (first, second), failed = run_async(scenario)
    assert (first, len(second)) == ("twin", 36)
    assert failed == [True, False]


def test_tools_are_paginated(run_async):
    async def scenario(client):
        for number in range(100):
            await client.json("create_assistant", {"graph_id": "agent", "name": f"a{number}"})
        first = (await call_mcp(client, "tools/list"))["result"]
        second = (await call_mcp(client, "tools/list", cursor=first["nextCursor"]))["result"]
        return first["tools"] + second["tools"], "nextCursor" in second, len(first["tools"])

    listed, more, size = run_async(scenario)
    assert size == 100
    assert not more
    assert len({tool["name"] for tool in listed}) == 105


def test_another_owners_assistant_is_not_a_tool(run_async):
    async def scenario(client):
        await client.json("create_assistant", {"graph_id": "agent", "name": "mine"})
        return await tools(client, owner="bob"), await call_mcp(
            client, "tools/call", owner="bob", name="mine"
        )

    tools_seen, error = run_async(scenario)
    assert "mine" not in {tool["name"] for tool in tools_seen}
    assert error["error"]["message"] == "Unknown tool: mine"


def test_a_call_runs_the_assistant_and_leaves_no_thread(run_async):
    async def scenario(client):
        result = (await call_tool(client, "agent", arguments={"messages": "hi"}))["result"]
        return result, await client.json("count_threads", {})

    result, threads_left = run_async(scenario)
    assert not result["isError"]
    assert [each["type"] for each in json.loads(result["content"][0]["text"])["messages"]] == ["human", "ai"]
    assert threads_left == 0


def test_a_failed_run_is_a_result_with_its_error(run_async):
    async def scenario(client):
        return (await call_tool(client, "failing"))["result"]

    assert run_async(scenario) == {
        "content": [{"type": "text", "text": "ValueError: this graph always fails"}],
        "isError": True,
    }


class ToneState(TypedDict):
    text: str


class Setting(TypedDict):
    tone: str


def tone(_state: ToneState, runtime: Runtime[Setting]) -> ToneState:
    return {"text": runtime.context["tone"]}


@pytest.fixture
def toned():
    graph = (
        StateGraph(ToneState, Setting).add_node("tone", tone).add_edge(START, "tone").add_edge("tone", END)
    )
    return graph.compile()


def test_the_context_is_that_of_the_run(run_async, toned):
    async def scenario(client):
        return (await call_tool(client, "toned", context={"tone": "kind"}))["result"]["content"][0]["text"]

    assert json.loads(run_async(scenario, graphs={"toned": toned})) == {"text": "kind"}


def test_a_broken_graph_is_a_tool_that_returns_its_error(run_async):
    async def scenario(client):
        listed = {tool["name"]: tool["inputSchema"] for tool in await tools(client)}
        return listed["broken"], (await call_tool(client, "broken"))

    schema, error = run_async(scenario, graphs={"broken": Broken("it is unfinished")})
    assert schema == {"type": "object"}
    assert "it is unfinished" in json.dumps(error)

"""The official client of the Model Context Protocol against a mock on a socket."""

import asyncio
import json
from contextlib import asynccontextmanager

import httpx2
import pytest
from mcp import Client, ClientSession, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp_types.version import LATEST_HANDSHAKE_VERSION

from mockserver.app import create_app
from mockserver.settings import Settings
from patience import PATIENCE

HELLO = {"messages": "hello"}


@pytest.fixture(scope="module")
def url(listening):
    with listening(create_app(Settings(validate_responses=True))) as port:
        yield f"http://127.0.0.1:{port}"


@asynccontextmanager
async def transport(url, key):
    async with (
        httpx2.AsyncClient(headers={"x-api-key": key}) as http,
        streamable_http_client(f"{url}/mcp", http_client=http) as streams,
    ):
        yield streams


@pytest.fixture
def converse(url):
    """Return a function that runs an async function with a client of the mock, as the owner of a key."""

    def converse(scenario, key="alice"):
        async def main():
            async with asyncio.timeout(PATIENCE), Client(transport(url, key)) as client:
                return await scenario(client)

        return asyncio.run(main())

    return converse


@pytest.fixture
def assistant(url):
    """Return a function that creates an assistant of an owner."""

    def create(key, **body):
        headers = {"x-api-key": key}
        body = {"graph_id": "agent", **body}
        return httpx2.post(f"{url}/assistants", json=body, headers=headers).raise_for_status().json()

    return create


def test_each_graph_is_a_tool(converse):
    async def scenario(client):
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in converse(scenario)}
    assert set(tools) == {"agent", "failing", "hitl", "nested", "slow"}
    assert tools["agent"].input_schema["properties"]["messages"]["type"] == "string"


def test_a_tool_returns_the_values_of_its_run(converse):
    async def scenario(client):
        return await client.call_tool("agent", HELLO)

    result = converse(scenario)
    human, ai = json.loads(result.content[0].text)["messages"]
    assert not result.is_error
    assert human["content"] == "hello"
    assert ai["content"].startswith("Echo of turn 1: you wrote 'hello'.")


def test_a_failed_tool_returns_its_error(converse):
    async def scenario(client):
        return await client.call_tool("failing", HELLO)

    result = converse(scenario)
    assert result.is_error
    assert result.content[0].text == "ValueError: this graph always fails"


def test_an_interrupted_tool_returns_its_interrupt(converse):
    async def scenario(client):
        return await client.call_tool("hitl", HELLO)

    (interrupt,) = json.loads(converse(scenario).content[0].text)["__interrupt__"]
    assert interrupt["value"] == {"question": "Shall I go on?"}


def test_an_unknown_tool_is_an_error_of_the_protocol(converse):
    async def scenario(client):
        with pytest.raises(MCPError, match="Unknown tool: nobody"):
            await client.call_tool("nobody", {})
        return await client.list_tools()

    assert converse(scenario).tools


def test_capabilities_name_only_tools(converse):
    async def scenario(client):
        with pytest.raises(MCPError, match="Method not found"):
            await client.list_prompts()
        return client.server_capabilities

    capabilities = converse(scenario)
    assert capabilities.tools
    assert (capabilities.prompts, capabilities.resources) == (None, None)


def test_each_owner_has_separate_tools(converse, assistant):
    own_assistant = assistant("carol", name="Trip planner")

    async def scenario(client):
        return {tool.name: tool.title for tool in (await client.list_tools()).tools}

    assert converse(scenario, key="carol")["Trip_planner"] == own_assistant["name"]
    assert "Trip_planner" not in converse(scenario, key="dave")


@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
def test_a_session_begins_on_either_path(url, path):
    async def main():
        async with (
            asyncio.timeout(PATIENCE),
            streamable_http_client(url + path) as (read, write),
            ClientSession(read, write) as session,
        ):
            initialized = await session.initialize()
            await session.send_ping()
            return initialized

    initialized = asyncio.run(main())
    assert initialized.server_info.name == "langgraph-mock"
    assert initialized.protocol_version == LATEST_HANDSHAKE_VERSION

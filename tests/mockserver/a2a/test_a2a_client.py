"""The official client of the Agent2Agent protocol against a mock on a socket."""

import asyncio
from itertools import pairwise

import httpx
import pytest
from a2a.client import A2ACardResolver, ClientConfig, ClientFactory
from a2a.client.errors import AgentCardResolutionError
from a2a.types import (
    CancelTaskRequest,
    GetTaskRequest,
    Message,
    Part,
    Role,
    SendMessageConfiguration,
    SendMessageRequest,
    TaskState,
)
from a2a.utils.errors import TaskNotCancelableError, TaskNotFoundError, UnsupportedOperationError
from google.protobuf.json_format import MessageToDict

from mockserver.app import create_app
from mockserver.settings import Settings
from patience import PATIENCE

WELL_KNOWN = ".well-known/agent-card.json"


@pytest.fixture(scope="module")
def url(listening):
    with listening(create_app(Settings(pace=0, validate_responses=True))) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def agents(url):
    """Return the ids of the assistants by the names of their graphs."""
    assistants = httpx.post(f"{url}/assistants/search", json={}).raise_for_status().json()
    return {assistant["name"]: assistant["assistant_id"] for assistant in assistants}


@pytest.fixture
def converse(url, agents):
    """Return a function that runs an async function with a client of an agent, as the owner of a key."""

    def converse(scenario, agent="agent", key="alice", **config):
        async def main():
            async with asyncio.timeout(PATIENCE), httpx.AsyncClient(headers={"x-api-key": key}) as http:
                card = await A2ACardResolver(http, url, f"a2a/{agents[agent]}").get_agent_card()
                factory = ClientFactory(ClientConfig(httpx_client=http, **config))
                async with factory.create(card) as client:
                    return await scenario(client)

        return asyncio.run(main())

    return converse


async def sent(client, text="hello", *, number=1, configuration=None, **place):
    """Send a message, and return every event that the client receives."""
    parts = [Part(text=text)]
    message = Message(message_id=f"m{number}", role=Role.ROLE_USER, parts=parts, **place)
    request = SendMessageRequest(message=message, configuration=configuration)
    return [event async for event in client.send_message(request)]


async def task(client, *args, **more):
    """Send a message without a stream, and return the task in the response."""
    (response,) = await sent(client, *args, **more)
    return response.task


def kinds(events):
    return [event.WhichOneof("payload") for event in events]


def test_a_card_is_found_where_the_protocol_looks_for_it(url, agents):
    async def read():
        async with httpx.AsyncClient() as http:
            resolver = A2ACardResolver(http, url, f"{WELL_KNOWN}?assistant_id={agents['hitl']}")
            return await resolver.get_agent_card()

    card = asyncio.run(read())
    (interface,) = card.supported_interfaces
    assert (card.name, card.capabilities.streaming) == ("hitl", True)
    assert interface.url == f"{url}/a2a/{agents['hitl']}"


def test_unknown_assistant_has_no_card(url):
    async def read():
        async with httpx.AsyncClient() as http:
            resolver = A2ACardResolver(http, url, "a2a/00000000-0000-4000-8000-000000000000")
            with pytest.raises(AgentCardResolutionError) as raised:
                await resolver.get_agent_card()
            return raised.value.status_code

    assert asyncio.run(read()) == 404


def test_message_returns_its_task(converse):
    done = converse(task, streaming=False)
    assert done.status.state == TaskState.TASK_STATE_COMPLETED
    assert done.artifacts[0].parts[0].text.startswith("Echo of turn 1: you wrote 'hello'.")
    assert [message.role for message in done.history] == [Role.ROLE_USER, Role.ROLE_AGENT]


def test_message_returns_a_stream(converse):
    events = converse(sent)
    assert kinds(events)[0] == "task"
    assert kinds(events)[-2:] == ["artifact_update", "status_update"]
    assert events[-1].status_update.status.state == TaskState.TASK_STATE_COMPLETED


def test_stream_sends_growing_text(converse):
    events = converse(sent)
    texts = [event.status_update.status.message.parts[0].text for event in events[1:-2]]
    assert len(texts) > 3
    assert all(later.startswith(earlier) for earlier, later in pairwise(texts))
    assert events[-2].artifact_update.artifact.parts[0].text == texts[-1]


def test_a_context_keeps_its_conversation(converse):
    async def scenario(client):
        first = await task(client, "one")
        return await task(client, "two", number=2, context_id=first.context_id)

    second = converse(scenario, streaming=False)
    assert second.artifacts[0].parts[0].text.startswith("Echo of turn 2: you wrote 'two'.")
    assert len({message.task_id for message in second.history[:2]}) == 1
    assert {message.task_id for message in second.history[2:]} == {second.id}


@pytest.mark.parametrize("streaming", [True, False], ids=["streaming", "waiting"])
def test_interrupted_task_continues_with_the_response(converse, streaming):
    async def scenario(client):
        events = await sent(client)
        interrupted = await client.get_task(GetTaskRequest(id=events[0].task.id))
        await sent(client, "Go on", number=2, task_id=interrupted.id, context_id=interrupted.context_id)
        return interrupted, await client.get_task(GetTaskRequest(id=interrupted.id))

    interrupted, response = converse(scenario, agent="hitl", streaming=streaming)
    (interrupt,) = interrupted.artifacts[0].parts
    assert interrupted.status.state == TaskState.TASK_STATE_INPUT_REQUIRED
    assert MessageToDict(interrupt.data)["value"] == {"question": "Shall I go on?"}
    assert response.status.state == TaskState.TASK_STATE_COMPLETED
    assert response.artifacts[0].parts[0].text == 'You answered "Go on"'


def test_failed_task_has_the_reason(converse):
    failed = converse(task, agent="failing", streaming=False)
    assert failed.status.state == TaskState.TASK_STATE_FAILED
    assert failed.status.message.parts[0].text == "ValueError: this graph always fails"


def test_a_task_that_is_not_waited_for_can_be_canceled(converse):
    async def scenario(client):
        submitted = await task(client, configuration=SendMessageConfiguration(return_immediately=True))
        return submitted, await client.cancel_task(CancelTaskRequest(id=submitted.id))

    submitted, canceled = converse(scenario, agent="slow", streaming=False, polling=True)
    assert submitted.status.state == TaskState.TASK_STATE_SUBMITTED
    assert canceled.status.state == TaskState.TASK_STATE_CANCELED


def test_a_task_that_has_ended_is_not_canceled_and_takes_no_message(converse):
    async def scenario(client):
        ended = await task(client)
        with pytest.raises(TaskNotCancelableError):
            await client.cancel_task(CancelTaskRequest(id=ended.id))
        with pytest.raises(UnsupportedOperationError):
            await task(client, task_id=ended.id, context_id=ended.context_id)
        return await client.get_task(GetTaskRequest(id=ended.id, history_length=0))

    assert not converse(scenario, streaming=False).history


def test_another_owners_task_is_unknown(converse):
    own_task = converse(task, streaming=False)

    async def scenario(client):
        with pytest.raises(TaskNotFoundError):
            await client.get_task(GetTaskRequest(id=own_task.id))
        return await task(client)

    assert converse(scenario, key="bob", streaming=False).id != own_task.id

"""Messages to an agent of the Agent2Agent protocol, the form in which a target exposes its assistants."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from contract_tests.actions import json_rpc
from contract_tests.actions.resources import create_assistant
from contract_tests.client.base_url import without_origin
from contract_tests.client.exchange import Exchange
from contract_tests.client.stream import Reader, StreamedExchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked
from contract_tests.findings.survey import Role
from contract_tests.harness.check_context import CheckContext

CARDS = ("get_a2a_agent_card", "get_agent_card")
"""Operations that return the agent card of an assistant."""

HELLO = "a word in a thousand"

Task = dict[str, Any]


def create_agent(ctx: CheckContext, role: Role = "assistant", *, other: bool = False) -> str:
    """Create an assistant for the check and return its id, by default of the graph that keeps messages."""
    created = create_assistant(ctx, other=other, graph_id=ctx.graph_name_for(role))
    return str(created["assistant_id"])


def shared_agent(ctx: CheckContext) -> str:
    """Return the id of the server's own assistant for the graph, which every owner sees."""
    ctx.graph_for("assistant")
    assistants = ctx.need(ctx.call("search_assistants", body={"graph_id": ctx.graph, "limit": 100}))
    own = [each["assistant_id"] for each in assistants.json if each["metadata"].get("created_by") == "system"]
    if not own:
        raise Blocked("the target has no assistant that all owners see", assistants)
    return str(own[0])


def message(ctx: CheckContext, *texts: str, **place: Json) -> Json:
    """Return a message with one part per text. `place` names the context or the task it belongs to."""
    parts = [{"kind": "text", "text": text} for text in texts or (HELLO,)]
    return {"role": "user", "messageId": ctx.new_id(), "parts": parts, **place}


def request(
    ctx: CheckContext,
    agent_id: str,
    method: str,
    params: Json,
    *,
    id: Json = 1,  # noqa: A002 - it is the protocol's
    other: bool = False,
) -> Exchange:
    """Send a JSON-RPC request; the response contains a result or an error."""
    arguments = call_arguments(agent_id, method, params, id)
    return ctx.need(ctx.call("send_a2a_message", **arguments, other=other))


def send(ctx: CheckContext, agent_id: str, a2a_message: Json, *, other: bool = False) -> Exchange:
    return request(ctx, agent_id, "message/send", {"message": a2a_message}, other=other)


def send_to_success(ctx: CheckContext, agent_id: str, a2a_message: Json, *, other: bool = False) -> Exchange:
    """Send a message whose response contains a task."""
    return expect_result(send(ctx, agent_id, a2a_message, other=other))


def get(ctx: CheckContext, agent_id: str, task_id: Json, *, other: bool = False, **params: Json) -> Exchange:
    return request(ctx, agent_id, "tasks/get", {"id": task_id, **params}, other=other)


def cancel(ctx: CheckContext, agent_id: str, task_id: Json, *, other: bool = False) -> Exchange:
    return request(ctx, agent_id, "tasks/cancel", {"id": task_id}, other=other)


def stream(ctx: CheckContext, agent_id: str, a2a_message: Json) -> StreamedExchange:
    """Send a message and read the stream to its end."""
    with open_stream(ctx, agent_id, a2a_message) as reader:
        reader.read_until()
    if not results(reader.exchange):
        raise Blocked("message/stream returns no result", reader.exchange)
    return reader.exchange


@contextmanager
def open_stream(ctx: CheckContext, agent_id: str, a2a_message: Json) -> Iterator[Reader]:
    arguments = call_arguments(agent_id, "message/stream", {"message": a2a_message})
    with ctx.open_stream("send_a2a_message", **arguments) as reader:
        yield reader


def task_id_of(streamed: StreamedExchange) -> Json:
    """Return the id of the task from the first event of the stream."""
    received = results(streamed)
    if not received or "id" not in received[0]:
        raise Blocked("a stream does not start with its task", streamed)
    return received[0]["id"]


def last_state(streamed: StreamedExchange) -> Json:
    return results(streamed)[-1].get("status", {}).get("state")


def text_so_far(result: Json) -> str:
    """Return the agent's text so far; empty if the result does not contain it."""
    return text(result.get("status", {}).get("message", {}).get("parts"))


def results(streamed: StreamedExchange) -> list[Json]:
    received = (event.data for event in streamed.events)
    return [each["result"] for each in received if isinstance(each, Mapping) and "result" in each]


def interrupted_task(ctx: CheckContext, agent_id: str) -> str:
    """Return the id of a task that waits for human input."""
    interrupted = send_to_success(ctx, agent_id, message(ctx))
    if state(interrupted) != "input-required":
        raise Blocked("the graph does not interrupt (--hitl)", interrupted)
    return str(interrupted.json["result"]["id"])


def card_of(ctx: CheckContext, agent_id: str, *, other: bool = False) -> Exchange:
    """Read the agent card through the operation under test."""
    if ctx.operation.id == "get_agent_card":
        return ctx.call("get_agent_card", query={"assistant_id": agent_id}, other=other)
    return ctx.call("get_a2a_agent_card", path={"assistant_id": agent_id}, other=other)


def path_of(ctx: CheckContext, url: str) -> str:
    """Return the path of a URL from a response, below the base URL if it is below it."""
    return without_origin(ctx.run_context.target.base.named(url)).partition("?")[0]


def expect_result(response: Exchange) -> Exchange:
    if "result" not in response.json:
        raise Blocked("the request returns an error", response)
    return response


def state(response: Exchange) -> Json:
    """Return the state of the task; `None` if the response is not a task."""
    return response.json.get("result", {}).get("status", {}).get("state")


def text(parts: Json) -> str:
    return "".join(part.get("text", "") for part in parts or ())


def response(response: Exchange) -> str:
    """Return the text of the task's artifacts."""
    artifacts = response.json.get("result", {}).get("artifacts", ())
    return "".join(text(each["parts"]) for each in artifacts)


def messages_of(ctx: CheckContext, context_id: str, *, other: bool = False) -> dict[str, str]:
    """Return the texts of the thread's messages by message id."""
    known = ctx.need(ctx.call("get_state", path={"thread_id": context_id}, other=other))
    values = known.json["values"]
    messages = values.get("messages", ()) if isinstance(values, Mapping) else ()
    return {str(each.get("id")): _text(each.get("content")) for each in messages}


def _text(content: Json) -> str:
    return content if isinstance(content, str) else text(content)


def call_arguments(agent_id: str, method: str, params: Json, request_id: Json = 1) -> dict[str, Any]:
    """Return the keyword arguments of a call to the agent."""
    body = json_rpc.request(method, params, request_id)
    return {"path": {"assistant_id": agent_id}, "headers": json_rpc.ACCEPT, "body": body}

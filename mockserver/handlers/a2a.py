"""The Agent2Agent protocol: one request in, one response or a stream of responses out."""
# ruff: noqa: PLC0415 - the protocol's types take 0.1 s to import, and few clients use them

import re

from mockserver.errors import BadRequest
from mockserver.request_response import DeferredJSON, Events, Request, Response
from mockserver.state.world import World

JSON = re.compile(r"(application/json|application/\*|\*/\*)\s*(;|$)")
EVENTS = re.compile(r"(text/event-stream|text/\*|\*/\*)\s*(;|$)")


async def send_a2a_message(world: World, call: Request) -> Response:
    from mockserver.a2a.errors import A2AError
    from mockserver.a2a.methods import response_to
    from mockserver.a2a.request import Request, id_of, read_request
    from mockserver.a2a.stream_message import message_stream

    try:
        request = read_request(call.body)
    except A2AError as error:
        return Response(Request(id_of(call.body)).error_response(error))
    args = world, call.owner, call.path["assistant_id"], request
    if request.method == "message/stream":
        _must_accept(call, EVENTS, "text/event-stream")
        return Response(Events(message_stream(*args)))
    _must_accept(call, JSON, "application/json")
    return Response(DeferredJSON(response_to(*args)))


async def get_a2a_agent_card(world: World, request: Request) -> Response:
    return _card(world, request, request.path["assistant_id"])


async def get_agent_card(world: World, request: Request) -> Response:
    return _card(world, request, request.query["assistant_id"])


def _card(world: World, request: Request, assistant_id: str) -> Response:
    from mockserver.a2a.agents import agent, card

    return Response(card(agent(world, request.owner, assistant_id), request.base_url))


def _must_accept(request: Request, media_type: re.Pattern[str], name: str) -> None:
    accepted = request.headers.get("accept", "*/*")
    if not any(media_type.match(each.strip().lower()) for each in accepted.split(",")):
        raise BadRequest(f"header Accept: must allow {name}")

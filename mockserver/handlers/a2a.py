"""The Agent2Agent protocol: one request in, one response or a stream of responses out."""
# ruff: noqa: PLC0415 - the protocol's types take 0.1 s to import, and few clients use them

import re

from mockserver.call import Answer, Call, Events, Late
from mockserver.errors import BadRequest
from mockserver.state.world import World

JSON = re.compile(r"(application/json|application/\*|\*/\*)\s*(;|$)")
EVENTS = re.compile(r"(text/event-stream|text/\*|\*/\*)\s*(;|$)")


async def send_a2a_message(world: World, call: Call) -> Answer:
    from mockserver.a2a.errors import Refused
    from mockserver.a2a.methods import answered
    from mockserver.a2a.request import Request, id_of, read_request
    from mockserver.a2a.stream_message import streamed

    try:
        request = read_request(call.body)
    except Refused as refused:
        return Answer(Request(id_of(call.body)).refusal(refused))
    words = world, call.owner, call.path["assistant_id"], request
    if request.method == "message/stream":
        _must_accept(call, EVENTS, "text/event-stream")
        return Answer(Events(streamed(*words)))
    _must_accept(call, JSON, "application/json")
    return Answer(Late(answered(*words)))


async def get_a2a_agent_card(world: World, call: Call) -> Answer:
    return _card(world, call, call.path["assistant_id"])


async def get_agent_card(world: World, call: Call) -> Answer:
    return _card(world, call, call.query["assistant_id"])


def _card(world: World, call: Call, assistant_id: str) -> Answer:
    from mockserver.a2a.agents import agent, card

    return Answer(card(agent(world, call.owner, assistant_id), call.base_url))


def _must_accept(call: Call, wanted: re.Pattern[str], name: str) -> None:
    accepted = call.headers.get("accept", "*/*")
    if not any(wanted.match(each.strip().lower()) for each in accepted.split(",")):
        raise BadRequest(f"header Accept: must allow {name}")

"""Miniatures whose agents have a wrong card."""

from contract_tests.actions.a2a import CARDS
from miniatures.agent_messages import AGENT, is_there
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong


def agent_id(request: Request) -> str:
    return request.query.get("assistant_id") or request.path.removeprefix(AGENT)


@wrong("a2a.card.name_and_url", *CARDS)
async def a_card_has_the_name_of_the_graph(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(name="agent")


@wrong("a2a.card.unknown", *CARDS)
async def every_assistant_id_has_a_card(mock: Mock, request: Request) -> Response:
    if await is_there(mock, request, f"/assistants/{agent_id(request)}"):
        return await mock(request)
    (assistant, *_) = (await mock(request.to("POST", "/assistants/search", {"graph_id": "agent"}))).json
    return await mock(request.to("GET", AGENT + assistant["assistant_id"]))


@wrong("a2a.card.isolation", *CARDS)
async def every_owner_reads_every_card(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return await mock(request.as_other()) if response.status == 404 else response

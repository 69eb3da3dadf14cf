"""Miniatures whose agents have a wrong card."""

from contract_tests.actions.a2a import CARDS
from miniatures.agent_words import AGENT, is_there
from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked


def agent_id(asked: Asked) -> str:
    return asked.query.get("assistant_id") or asked.path.removeprefix(AGENT)


@wrong("a2a.card.name_and_url", *CARDS)
async def a_card_has_the_name_of_the_graph(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(name="agent")


@wrong("a2a.card.unknown", *CARDS)
async def everyone_has_a_card(mock: Mock, asked: Asked) -> Answered:
    if await is_there(mock, asked, f"/assistants/{agent_id(asked)}"):
        return await mock(asked)
    (known, *_) = (await mock(asked.to("POST", "/assistants/search", {"graph_id": "agent"}))).json
    return await mock(asked.to("GET", AGENT + known["assistant_id"]))


@wrong("a2a.card.isolation", *CARDS)
async def everyone_reads_every_card(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return await mock(asked.as_other()) if answer.status == 404 else answer

"""Parallel clients with a session each see nothing of each other."""

import asyncio

import pytest

from mockserver.control.sessions import Sessions
from mockserver.state.world import World
from sweep import sweep


def said(text):
    return {"messages": [{"type": "human", "content": text}]}


async def client(mock, number):
    """Use a session in every way, and return what it shows at the end."""
    name, frozen = f"client-{number}", number % 2 == 0

    async def ask(*words, **more):
        return await mock(*words, session=name, **more)

    if frozen:
        await ask("POST", "/_mock/reset", {"now": f"{2000 + number}-01-01T00:00:00Z", "frozen": True})
    thread = (await ask("POST", "/threads", {"metadata": {"number": number}}))["thread_id"]
    body = {"assistant_id": "hitl", "input": said(f"message {number}")}
    await ask("POST", f"/threads/{thread}/runs/wait", body)
    await ask("POST", "/assistants", {"graph_id": "agent", "name": name})
    await ask("PUT", "/store/items", {"namespace": ["n"], "key": "k", "value": {"n": number}}, status=204)
    state = await ask("GET", f"/threads/{thread}/state")
    threads = await ask("POST", "/threads/search", {"limit": 1000})
    assistants = await ask("POST", "/assistants/search", {"limit": 1000})
    items = await ask("POST", "/store/items/search", {"limit": 1000})
    clock = await ask("GET", "/_mock/clock")
    return {
        "threads": [thread["metadata"]["number"] for thread in threads],
        "messages": [message["content"] for message in state["values"]["messages"]],
        "assistants": [one["name"] for one in assistants if one["metadata"].get("created_by") != "system"],
        "items": [item["value"]["n"] for item in items["items"]],
        "frozen": clock["frozen"],
        "year": int(clock["now"][:4]) if frozen else None,
    }


@pytest.mark.parametrize("clients", sweep([20, 200], 20))
def test_parallel_clients_are_isolated(tested, clients):
    async def act(mock):
        seen = await asyncio.gather(*(client(mock, number) for number in range(clients)))
        rest = await mock("POST", "/threads/search", {"limit": 1000})
        return seen, rest

    seen, rest = tested(act, validate_responses=False)
    assert rest == []
    for number, one in enumerate(seen):
        frozen = number % 2 == 0
        assert one == {
            "threads": [number],
            "messages": [f"message {number}"],
            "assistants": [f"client-{number}"],
            "items": [number],
            "frozen": frozen,
            "year": 2000 + number if frozen else None,
        }


def test_a_thousand_sessions_share_their_graphs():
    sessions = Sessions(World(), limit=1000)
    worlds = [sessions.of(f"s{number}").world for number in range(1000)]
    assert len({id(world) for world in worlds}) == 1000
    assert {id(world.compiled) for world in worlds} == {id(sessions.default.world.compiled)}
    assert len([*sessions]) == 1001

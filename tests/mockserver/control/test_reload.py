"""A reload of scenarios while a page is open: its stream, threads and runs stay, also after a restart."""

import asyncio

from restarts import mock_of

from patience import PATIENCE

AFTER = "say: After"


def chat(text):
    return {"assistant_id": "chat", "input": {"messages": [{"role": "user", "content": text}]}}


def texts(values):
    return [message["content"] for message in values["messages"]]


def test_an_open_chat_survives_a_reload_of_its_scenario_and_a_restart(tmp_path):
    file = tmp_path / "chat.yaml"
    file.write_text("steps: [Before, {wait: 1s}, Rest of the old one]")
    settings = {"scenarios": (file,), "watch_scenarios": True, "keep_journal": True}

    async def reloaded(sessions):
        old = sessions.default.world.scenarios["chat"]
        await asyncio.sleep(0.2)  # until the folder is watched
        file.write_text(AFTER)
        while sessions.default.world.scenarios["chat"] is old:  # noqa: ASYNC110 - no event says so
            await asyncio.sleep(0.01)

    async def act():
        async with mock_of(tmp_path / "state.db", **settings) as (http, sessions):
            thread = (await http.post("/threads", json={})).json()["thread_id"]
            path = f"/threads/{thread}"
            body = {**chat("one"), "stream_mode": "values"}
            streaming = asyncio.create_task(http.post(f"{path}/runs/stream", json=body))
            while not any(b"Before" in each.sent.content for each in sessions.default.journal):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            await reloaded(sessions)
            assert "Rest of the old one" in (await streaming).text
            values = (await http.post(f"{path}/runs/wait", json=chat("two"))).json()
            assert texts(values) == ["one", "Before", "Rest of the old one", "two", "After"]
            before = [(await http.get(path)).json(), (await http.get(f"{path}/runs")).json()]
        async with mock_of(tmp_path / "state.db", **settings) as (http, _):
            assert [(await http.get(path)).json(), (await http.get(f"{path}/runs")).json()] == before
            values = (await http.post(f"{path}/runs/wait", json=chat("three"))).json()
            assert texts(values)[-2:] == ["three", "After"]

    async def main():
        async with asyncio.timeout(PATIENCE):
            await act()

    asyncio.run(main())

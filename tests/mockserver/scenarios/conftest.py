"""A world with one scenario, and a client of one thread."""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mockserver import scenarios

EXAMPLES = Path(__file__).parents[3] / "examples" / "scenarios"
MODES = ["values", "messages-tuple", "updates", "custom"]


@dataclass
class Conversation:
    """A thread of one scenario."""

    scene: Any
    graph: str
    thread: str

    async def stream(self, **body):
        """Run on the thread and return name and data of each event."""
        body = {"stream_mode": MODES, "stream_subgraphs": True, "assistant_id": self.graph, **body}
        return await self.scene.events("stream_thread_run", body, thread_id=self.thread)

    async def turn(self, text="hi", **body):
        return await self.stream(input={"messages": [{"role": "user", "content": text}]}, **body)

    async def resume(self, value, **command):
        return await self.stream(command={"resume": value, **command})

    async def values(self):
        return (await self.state())["values"]

    async def state(self, **query):
        return await self.scene.json("get_state", thread_id=self.thread, query=query)

    async def texts(self):
        """Return the type and the content of each message."""
        return [(each["type"], each["content"]) for each in (await self.values())["messages"]]

    async def last(self):
        return (await self.values())["messages"][-1]["content"]

    async def history(self):
        return await self.scene.json("search_history", {"limit": 1000}, thread_id=self.thread)

    async def row(self):
        """Return the thread."""
        return await self.scene.json("get_thread", thread_id=self.thread)

    async def v2(self, *channels, text="hi"):
        """Run by protocol v2 and return the events of the channels, without their envelope."""
        given = {"messages": [{"role": "user", "content": text}]}
        await self.scene.commanded(self.thread, "run.start", assistant_id=self.graph, input=given)
        events = await self.scene.thread_events(self.thread, *channels)
        return [SimpleNamespace(method=each["method"], **each["params"]) for each in events]


@pytest.fixture
def converse(run_async):
    """Return a function that runs an async function with a `Conversation` of a scenario.

    The scenario is a YAML text or the name of an example.
    """

    def run(source, act, **words):
        async def main(scene):
            if (file := EXAMPLES / f"{source}.yaml").exists():
                scenario = scenarios.load(file)
            else:
                scenario = scenarios.parse(source, "scenario", "mine")
            scene.world.put_scenario(scenario.name, scenario)
            return await act(Conversation(scene, scenario.name, await scene.thread()))

        return run_async(main, **words)

    return run


@pytest.fixture
def examples():
    return EXAMPLES


def named(events, name):
    """Return the data of all events of a name, also in subgraphs."""
    return [data for mode, data in events if mode.partition("|")[0] == name]


def namespaces(events, name):
    """Return the namespaces in which events of a name occur, in order, each once."""
    return list(dict.fromkeys(mode.partition("|")[2] for mode, _ in events if mode.partition("|")[0] == name))


@pytest.fixture
def of():
    """Return the functions that select events."""
    return SimpleNamespace(named=named, namespaces=namespaces)

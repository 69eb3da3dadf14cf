"""A world to ask: its handlers called as the server calls them, without HTTP."""

import asyncio
from dataclasses import dataclass, field

import orjson
import pytest

from mockserver.call import Answer, Call
from mockserver.handlers import find
from mockserver.state.clock import Clock
from mockserver.state.world import World


@dataclass
class Passing:
    """Seconds that pass when a test says so."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Asker:
    """`ask.json("get_thread", thread_id=...)`: path parameters by name, the rest as a `Call` has it."""

    world: World
    owner: str = "alice"
    passing: Passing = field(default_factory=Passing)

    def __call__(self, operation_id, body=None, *, query=None, headers=None, owner=None, **path) -> Answer:
        call = Call(
            owner=self.owner if owner is None else owner,
            path=path,
            query=query or {},
            headers=headers or {},
            body=body,
        )
        return asyncio.run(find(operation_id)(self.world, call))

    def json(self, operation_id, body=None, **words):
        return orjson.loads(orjson.dumps(self(operation_id, body, **words).body))

    def thread(self, *, owner=None, **body):
        return self.json("create_thread", body, owner=owner)

    def conversation(self, *contents):
        """A thread of the graph `agent` with one state for each message."""
        thread = self.thread(metadata={"graph_id": "agent"})
        for content in contents:
            self.say(thread, content)
        return thread

    def say(self, thread, content, **body):
        values = {"messages": [{"type": "human", "content": content}]}
        return self.json("update_state", {"values": values, **body}, thread_id=thread["thread_id"])

    def history(self, thread, **body):
        return self.json("search_history", {"limit": 1000, **body}, thread_id=thread["thread_id"])

    def state(self, thread):
        return self.json("get_state", thread_id=thread["thread_id"])


@pytest.fixture
def asker() -> type[Asker]:
    """For who needs a world of their own."""
    return Asker


@pytest.fixture
def ask() -> Asker:
    """Asks a world with a seed, whose threads expire as fast as the test says."""
    passing = Passing()
    clock = Clock.logical()
    clock.elapsed = passing
    return Asker(World(seed=7, clock=clock), passing=passing)

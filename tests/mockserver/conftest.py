"""A world to ask: its handlers called as the server calls them, without HTTP; and a whole mock, over HTTP."""

import asyncio
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import orjson
import pytest
import uvicorn
import yaml

from mockserver.app import create_app
from mockserver.call import Answer, Call
from mockserver.handlers import find
from mockserver.http.protocol import JsonProtocol
from mockserver.settings import Settings
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


@dataclass
class Browser:
    """`browser("GET", "/ok")`: asks an app as a client does, without a socket."""

    app: object

    def __call__(self, method, path, body=None, **words) -> httpx.Response:
        if body is not None:
            words["content"] = body if isinstance(body, bytes) else orjson.dumps(body)
        return asyncio.run(self._ask(method, path, words))

    async def _ask(self, method, path, words):
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://mock") as client:
            return await client.request(method, path, **words)

    def thread(self, **body):
        return self("POST", "/threads", body).json()


@pytest.fixture
def mock():
    """Makes mocks. Their answers are held to the contract: one that is wrong is a 500."""

    def make(find=None, **settings) -> Browser:
        words = {"find": find} if find else {}
        return Browser(create_app(Settings(**{"validate_responses": not find, **settings}), **words))

    return make


@pytest.fixture
def echo(mock):
    """`echo("GET", "/ok")` gives the `Call` that a handler gets."""
    calls = []

    async def handler(_world, call):
        calls.append(call)
        return Answer({})

    def ask(*words, **settings):
        browser = mock(find=lambda _operation_id: handler, **settings.pop("settings", {}))
        answer = browser(*words, **settings)
        assert answer.status_code == 200, answer.text
        return calls.pop()

    return ask


@dataclass
class Foreign:
    path: Path
    document: dict


@pytest.fixture
def foreign(tmp_path) -> Foreign:
    """A document as other people write them: other names, and all that tools find hard."""
    path = tmp_path / "foreign.json"
    document = yaml.safe_load((Path(__file__).parent / "foreign.yaml").read_text())
    path.write_bytes(orjson.dumps(document))
    return Foreign(path, document)


@pytest.fixture(scope="session")
def listening():
    """Puts an app on a real socket, and gives its port, in a `with`."""
    return served


@contextmanager
def served(app):
    at = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, http=JsonProtocol, ws="none", log_level="critical", server_header=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [at]})
    thread.start()
    try:
        yield at.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        at.close()

"""Fixtures: worlds whose handlers are called without HTTP, and whole mocks with HTTP."""

import asyncio
import socket
import threading
from collections.abc import Callable
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import httpx
import orjson
import pytest
import uvicorn
import yaml

from mockserver.app import create_app, make_world
from mockserver.handlers import find
from mockserver.http.uvicorn_protocol import JsonProtocol, SocketProtocol
from mockserver.request_response import DeferredJSON, Request, Response
from mockserver.settings import Settings
from mockserver.state.clock import Clock
from mockserver.state.world import World
from patience import PATIENCE


@dataclass
class FakeClock:
    """Clock that a test advances."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Client:
    """Client of a world: `client.json("get_thread", thread_id=...)`.

    Path parameters are passed by name; all else is passed as in a `Request`.
    """

    world: World
    owner: str = "alice"
    clock: FakeClock = field(default_factory=FakeClock)

    def __call__(self, operation_id, body=None, *, query=None, headers=None, owner=None, **path) -> Response:
        request = Request(
            owner=self.owner if owner is None else owner,
            path=path,
            query=query or {},
            headers=headers or {},
            body=body,
        )
        return asyncio.run(find(operation_id)(self.world, request))

    def json(self, operation_id, body=None, **kwargs):
        return orjson.loads(orjson.dumps(self(operation_id, body, **kwargs).body))

    def thread(self, *, owner=None, **body):
        return self.json("create_thread", body, owner=owner)

    def assistant(self, *, owner=None, **body):
        return self.json("create_assistant", {"graph_id": "agent", **body}, owner=owner)

    def conversation(self, *contents):
        """Create a thread of the graph `agent` with one state for each message."""
        thread = self.thread(metadata={"graph_id": "agent"})
        for content in contents:
            self.add_message(thread, content)
        return thread

    def add_message(self, thread, content, **body):
        values = {"messages": [{"type": "human", "content": content}]}
        return self.json("update_state", {"values": values, **body}, thread_id=thread["thread_id"])

    def history(self, thread, **body):
        return self.json("search_history", {"limit": 1000, **body}, thread_id=thread["thread_id"])

    def state(self, thread):
        return self.json("get_state", thread_id=thread["thread_id"])


@pytest.fixture
def clock() -> FakeClock:
    """Return a clock that the test advances."""
    return FakeClock()


@pytest.fixture
def client_class() -> type[Client]:
    """Return the class, for tests that need their own world."""
    return Client


@pytest.fixture
def client() -> Client:
    """Return a client of a seeded world, with a clock that the test advances."""
    fake_clock = FakeClock()
    clock = Clock.logical()
    clock.elapsed = fake_clock
    return Client(World(seed=7, clock=clock), clock=fake_clock)


@dataclass
class AsyncClient:
    """A world in which runs are executed; its handlers are called within one event loop."""

    world: World
    owner: str = "alice"

    async def __call__(self, operation_id, body=None, *, query=None, headers=None, owner=None, **path):
        request = Request(owner or self.owner, path, query or {}, headers or {}, body)
        return await find(operation_id)(self.world, request)

    async def json(self, operation_id, body=None, **kwargs):
        """Return the body of the response, after waiting for a deferred one."""
        body = (await self(operation_id, body, **kwargs)).body
        return orjson.loads(orjson.dumps(await body.value if isinstance(body, DeferredJSON) else body))

    async def events(self, operation_id, body=None, **kwargs):
        """Return name and data of every event of a stream."""
        stream = (await self(operation_id, body, **kwargs)).body
        return [(event.name, orjson.loads(event.data)) async for event in stream.source]

    async def thread(self, **body):
        return (await self.json("create_thread", body))["thread_id"]

    async def started(self, thread_id, graph="agent", text="hi", **body):
        """Start a run of a graph with one human message."""
        body = {"assistant_id": graph, "input": user_input(text), **body}
        return await self.json("create_thread_run", body, thread_id=thread_id)

    async def finished(self, run):
        await self.json("join_thread_run", thread_id=run["thread_id"], run_id=run["run_id"])
        return await self.read(run)

    async def commanded(self, thread_id, method, **params):
        """Send a command of protocol v2 with the id 1, and return its result."""
        owner = params.pop("owner", None)
        command = {"id": 1, "method": method, "params": params}
        return await self.json("send_command", command, thread_id=thread_id, owner=owner)

    async def thread_events(self, thread_id, *channels, runs=1, owner=None, **options):
        """Return the events of protocol v2 on these channels until `runs` runs have ended."""
        body = {"channels": [*channels, "lifecycle"], **options}
        response = await self("stream_thread_events", body, thread_id=thread_id, owner=owner)
        events = []
        async with aclosing(response.body.source) as source:
            async for sent in source:
                events.append(orjson.loads(sent.data))
                runs -= is_end(events[-1])
                if not runs:
                    break
        names = {channel.partition(":")[0] for channel in channels}
        return [event for event in events if event["method"].partition(".")[0] in names]

    async def read(self, run):
        return await self.json("get_thread_run", thread_id=run["thread_id"], run_id=run["run_id"])

    async def running(self, run):
        """Wait until a node of the run is executing."""
        begins = [], ["__start__"]
        while (await self.json("get_state", thread_id=run["thread_id"]))["next"] in begins:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        return run


def is_end(event):
    """Return whether the event of protocol v2 marks the end of a run."""
    at_the_top = event["method"] == "lifecycle" and event["params"]["namespace"] == []
    return at_the_top and event["params"]["data"]["event"] != "running"


def user_input(text):
    return {"messages": [{"role": "user", "content": text}]}


@pytest.fixture
def run_async():
    """Return a function that runs a coroutine function with an `AsyncClient` and closes its world."""

    def run_async(scenario, **kwargs):
        async def main():
            world = World(**kwargs)
            async with asyncio.timeout(PATIENCE):
                try:
                    return await scenario(AsyncClient(world))
                finally:
                    await world.close()

        return asyncio.run(main())

    return run_async


class SharedApp:
    """An app that is built once for its settings, because this takes a while. Each client has a new world."""

    def __init__(self, settings, find=find):
        self.settings = settings
        self.find = find
        self.world = make_world(settings)
        self.traffic = self.world.traffic
        self.app = create_app(settings, world=self.world, find=self._find)

    def new_world(self):
        world = make_world(self.settings)
        world.traffic = self.traffic  # the app counts its traffic there, in every world
        return world

    def _find(self, operation_id):
        handler = self.find(operation_id)
        return handler and (lambda _world, request: handler(self.world, request))

    @property
    def browser(self):
        world = self.new_world()
        return Browser(self.app, before=lambda: setattr(self, "world", world))


@pytest.fixture(scope="session")
def shared_app():
    """Return a function that makes the app of some settings and handlers, or returns the one made before."""
    return lru_cache(maxsize=16)(SharedApp)


@dataclass
class Browser:
    """Client of an app, without a socket: `browser("GET", "/ok")`."""

    app: object
    before: Callable[[], None] = lambda: None

    def __call__(self, method, path, body=None, **kwargs) -> httpx.Response:
        self.before()
        if body is not None:
            kwargs["content"] = body if isinstance(body, bytes) else orjson.dumps(body)
        return asyncio.run(self._send(method, path, kwargs))

    async def _send(self, method, path, kwargs):
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://mock") as client:
            return await client.request(method, path, **kwargs)

    def thread(self, **body):
        return self("POST", "/threads", body).json()


@pytest.fixture
def mock(shared_app):
    """Return a function that makes mocks. They respond with a 500 to any violation of the contract.

    A mock with its own handlers (`find`) is a new app.
    """

    def make(find=None, **kwargs) -> Browser:
        settings = Settings(**{"validate_responses": not find, **kwargs})
        return Browser(create_app(settings, find=find)) if find else shared_app(settings).browser

    return make


@pytest.fixture(scope="session")
def recorder():
    """Return a list of calls, and a function that returns a handler which records its calls there."""
    calls = []

    async def handler(_world, request):
        calls.append(request)
        return Response({})

    return calls, lambda _operation_id: handler


@pytest.fixture
def echo(shared_app, recorder):
    """Return a function that sends a request and returns the handler's `Request`: `echo("GET", "/ok")`."""
    calls, find = recorder

    def send(*args, **settings):
        browser = shared_app(Settings(**settings.pop("settings", {})), find).browser
        response = browser(*args, **settings)
        assert response.status_code == 200, response.text
        return calls.pop()

    return send


@dataclass
class Foreign:
    path: Path
    """A copy that the test may change."""
    document: dict
    original: Path = Path(__file__).parent / "foreign.yaml"
    """The unchanged document: its mock is made once."""


@pytest.fixture
def foreign(tmp_path) -> Foreign:
    """Return a document with other names than ours and everything that tools find hard."""
    path = tmp_path / "foreign.json"
    document = yaml.safe_load(Foreign.original.read_text())
    path.write_bytes(orjson.dumps(document))
    return Foreign(path, document)


@pytest.fixture(scope="session")
def listening():
    """Return a context manager that serves an app on a socket and yields its port."""
    return served


@contextmanager
def served(app):
    at = socket.create_server(("127.0.0.1", 0))
    protocols = {"http": JsonProtocol, "ws": SocketProtocol, "server_header": False}
    config = uvicorn.Config(app, log_level="critical", **protocols)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [at]})
    thread.start()
    try:
        yield at.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        at.close()

"""A mock in this process, on a free port of 127.0.0.1: for tests."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

from mockserver.app import create_app, make_world
from mockserver.server import Server, configuration, listen
from mockserver.settings import Settings
from mockserver.state.world import World

PATIENCE = 30.0
"""Seconds that it may take to start."""


class DidNotStart(Exception):
    """uvicorn has given up; it has logged why."""


@dataclass(frozen=True)
class Mock:
    url: str
    world: World
    """All of its state. It belongs to the thread of the mock: only look at it."""


@contextmanager
def running(settings: Settings | None = None) -> Iterator[Mock]:
    """A mock while the block lasts. Unless told otherwise it is fast, and its ids and times repeat.

    Raises:
        BrokenContract, BrokenConfig, UnknownFeature: as `create_app` does.
        DidNotStart: for another reason.

    """
    settings = settings or Settings(pace=0, seed=0)
    world = make_world(settings)
    config = configuration(create_app(settings, world=world), settings, log_config=None)
    server = Server(config)
    with listen("127.0.0.1", 0) as listening:
        thread = Thread(target=server.run, args=([listening],), name="langgraph-mock", daemon=True)
        thread.start()
        try:
            _wait_for(server, thread)
            yield Mock(f"http://127.0.0.1:{listening.getsockname()[1]}", world)
        finally:
            server.should_exit = True
            thread.join()


def _wait_for(server: Server, thread: Thread) -> None:
    deadline = time.monotonic() + PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise DidNotStart
        time.sleep(0.005)

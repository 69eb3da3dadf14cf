"""A mock in this process, on a free port of 127.0.0.1: for tests."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from threading import Thread

from mockserver.app import create_app, make_world
from mockserver.server import Server, configuration, listen, url_of
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
    with listen("127.0.0.1", 0) as listening, _process_as_it_was() as keep:
        settings = replace(settings or Settings(pace=0, seed=0), url=url_of(listening))
        world = make_world(settings)
        keep()
        server = Server(configuration(create_app(settings, world=world), settings, log_config=None))
        thread = Thread(target=server.run, args=([listening],), name="langgraph-mock", daemon=True)
        thread.start()
        try:
            _wait_for(server, thread)
            yield Mock(url_of(listening), world)
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def _process_as_it_was() -> Iterator[Callable[[], None]]:
    """Take back what a `langgraph.json` and its graphs have set until the function is called.

    What the tests set later is theirs.
    """
    before, folders = os.environ.copy(), sys.path.copy()
    changed: dict[str, str | None] = {}
    added: list[str] = []

    def keep() -> None:
        names = before.keys() | os.environ.keys()
        changed.update({name: before.get(name) for name in names if os.environ.get(name) != before.get(name)})
        added.extend(folder for folder in sys.path if folder not in folders)

    try:
        yield keep
    finally:
        for name, value in changed.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        for folder in added:
            with suppress(ValueError):
                sys.path.remove(folder)


def _wait_for(server: Server, thread: Thread) -> None:
    deadline = time.monotonic() + PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise DidNotStart
        time.sleep(0.005)

"""A mock in the current process, on a free port of 127.0.0.1, for tests."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from threading import Thread

from mockserver.app import create_app, make_sessions
from mockserver.control.sessions import Sessions
from mockserver.server import Server, configuration, listen, url_of
from mockserver.settings import Settings
from mockserver.state.world import World

START_SECONDS = 30.0
"""Seconds allowed for the start."""


class DidNotStart(Exception):
    """uvicorn failed to start; its log has the reason."""


@dataclass(frozen=True)
class Mock:
    url: str
    sessions: Sessions

    @property
    def world(self) -> World:
        """Return the state of the default session. It belongs to the mock's thread: read it only."""
        return self.sessions.default.world


@contextmanager
def running(settings: Settings | None = None) -> Iterator[Mock]:
    """Run a mock while the block lasts. By default it is fast, and its ids and times are reproducible.

    Raises:
        BrokenContract, BrokenConfig, UnknownFeature: as in `create_app`.
        DidNotStart: the start failed for another reason.

    """
    with listen("127.0.0.1", 0) as listening, _process_as_it_was() as keep:
        settings = replace(settings or Settings(pace=0, seed=0), url=url_of(listening))
        sessions = make_sessions(settings)
        keep()
        server = Server(configuration(create_app(settings, sessions=sessions), settings, log_config=None))
        thread = Thread(target=server.run, args=([listening],), name="langgraph-mock", daemon=True)
        thread.start()
        try:
            _wait_for(server, thread)
            yield Mock(url_of(listening), sessions)
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def _process_as_it_was() -> Iterator[Callable[[], None]]:
    """Undo the changes that a `langgraph.json` and its graphs make before `keep` is called.

    Changes that the tests make later are kept.
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
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise DidNotStart
        time.sleep(0.005)

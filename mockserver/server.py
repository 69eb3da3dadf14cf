"""Runs the app: the socket, uvicorn, and with `reload` a process that is started anew when files change."""

import gc
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors.statreload import StatReload

import mockserver
from contract_tests import contract
from mockserver.app import create_app
from mockserver.http.protocol import JsonProtocol
from mockserver.settings import Settings

KEEP_ALIVE = 75
"""Seconds. Longer than clients keep an idle connection, so that it is they who close it."""


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=2048)


def configured(settings: Settings, *, log_level: str, reload: bool) -> uvicorn.Config:
    """The app and how it is run.

    Raises:
        BrokenContract: there is nothing to serve.

    """
    app = tuned_app(settings)
    return uvicorn.Config(
        # a process that is started anew makes its app itself
        partial(app_or_exit, settings) if reload else app,
        factory=reload,
        http=JsonProtocol,
        ws="none",
        lifespan="on",  # its start builds the layers, so that no request has to
        log_level=log_level,
        log_config=logging_config(log_level),
        access_log=log_level in ("debug", "info"),
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=1,
    )


def run(config: uvicorn.Config, listening: socket.socket, *, reload_with: Path | None = None) -> None:
    """Until Ctrl-C; with a document, anew whenever it or the code changes."""
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):
        if reload_with:
            config.reload_dirs = reload_dirs()
            Reload(config, server.run, [listening], document=reload_with).run()
        else:
            server.run(sockets=[listening])


def tuned_app(settings: Settings) -> ASGIApp:
    """The app, in a process that is all its own: see `docs/performance.md`."""
    app = create_app(settings)
    gc.collect()
    gc.freeze()  # what is here stays: the collector need not look at it again and again
    gc.set_threshold(10_000)
    return app


def app_or_exit(settings: Settings) -> ASGIApp:
    try:
        return tuned_app(settings)
    except contract.BrokenContract as error:
        print(f"langgraph-mock: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(2)


def reload_dirs() -> list[Path]:
    return [Path(str(package.__file__)).parent for package in (mockserver, contract)]


class Reload(StatReload):
    """Watches the document too."""

    def __init__(self, *args: Any, document: Path) -> None:
        super().__init__(*args)
        self._document = document

    def iter_py_files(self) -> Iterator[Path]:
        yield self._document
        yield from super().iter_py_files()


def logging_config(level: str) -> dict[str, Any]:
    """Everything to stderr: stdout says where the mock is, for whoever started it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
    }

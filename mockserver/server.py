"""Serving of the app: the socket, uvicorn, and with `reload` a process that restarts when files change."""

import gc
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors.basereload import BaseReload
from watchfiles import Change, watch

import mockserver
from contract_tests import contract
from mockserver.app import create_app, make_sessions
from mockserver.control.state_file import BrokenState, StateFile
from mockserver.control_plane import BrokenSeed, read_seed
from mockserver.graphs import broken, langgraph_json
from mockserver.graphs.langgraph_json import BrokenConfig
from mockserver.graphs.tracing import switch_off
from mockserver.http.openapi.features import UnknownFeature
from mockserver.http.response.shutdown import prepare
from mockserver.http.uvicorn_protocol import JsonProtocol, SocketProtocol
from mockserver.settings import Settings
from mockserver.state.world import World

KEEP_ALIVE_SECONDS = 75
"""Seconds. Longer than clients keep an idle connection, so that the client closes it."""


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=2048)


def url_of(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def configured(settings: Settings, *, log_level: str, reload: bool) -> uvicorn.Config:
    """Return uvicorn's configuration for the app.

    Raises:
        BrokenContract: the document can't be served.
        BrokenConfig: the `langgraph.json` can't be served.
        BrokenSeed: the file with the data is invalid.
        BrokenState: the state file can't be used.

    """
    # with `reload`, child processes create the served app; this one only checks that it can be created
    if reload and settings.state:
        StateFile(settings.state).close()
    app = create_app(checked(settings), world=World()) if reload else tuned_app(settings)
    return configuration(
        partial(app_or_exit, settings) if reload else app,
        settings,
        factory=reload,
        log_level=log_level,
        log_config=logging_config(log_level),
        access_log=log_level in ("debug", "info"),
    )


def checked(settings: Settings) -> Settings:
    """Return the settings for an app that is only created."""
    return replace(settings, state=None, scenarios=())


def configuration(app: Any, settings: Settings, **more: Any) -> uvicorn.Config:
    """Return the configuration shared by the command and in-process mocks."""
    return uvicorn.Config(
        app,
        http=JsonProtocol,
        ws=SocketProtocol,
        ws_max_size=settings.max_body,
        lifespan="on",  # lifespan startup builds the layers, so that no request has to
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=1,
        **more,
    )


def run(config: uvicorn.Config, listening: socket.socket, *, reload_with: Sequence[Path] = ()) -> None:
    """Serve until Ctrl-C; with `reload_with`, restart when one of these files or the code changes."""
    server = Server(config)
    with suppress(KeyboardInterrupt):
        if reload_with:
            config.reload_dirs = reload_dirs()
            Reload(config, server.run, [listening], files=reload_with).run()
        else:
            server.run(sockets=[listening])


class Server(uvicorn.Server):
    """A server that ends open streams on shutdown; otherwise it would wait for them."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping = prepare(self.lifespan.state)
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping.set_result(None)
        await super().shutdown(sockets)


def tuned_app(settings: Settings) -> ASGIApp:
    """Return the app for a process that serves nothing else: see `docs/performance.md`."""
    if not settings.allow_tracing:
        switch_off(graphs_of_users=settings.config is not None)
    sessions = make_sessions(settings, report=write_line)
    world = sessions.default.world
    for warning in langgraph_json.read(settings.config).warnings if settings.config else ():
        write_line(warning)
    for graph in broken(world):
        write_line(graph.detail)
    if settings.seed_data:
        read_seed(settings.seed_data)  # so that a broken file fails the start
    app = create_app(settings, sessions=sessions, report=write_line)
    gc.collect()
    gc.freeze()  # objects created so far stay, so the collector can skip them
    gc.set_threshold(10_000)
    return app


def app_or_exit(settings: Settings) -> ASGIApp:
    try:
        return tuned_app(settings)
    except (contract.BrokenContract, BrokenConfig, BrokenSeed, BrokenState, UnknownFeature) as error:
        write_line(str(error))
        sys.exit(2)


def write_line(problem: str) -> None:
    print(f"langgraph-mock: {problem}", file=sys.stderr, flush=True)  # noqa: T201


def reload_dirs() -> list[Path]:
    return [Path(str(package.__file__)).parent for package in (mockserver, contract)]


def watched(settings: Settings) -> list[Path]:
    """Return the files that restart the server: the document and the graphs."""
    files = [settings.spec or contract.path()]
    if settings.config:
        files += [settings.config, *langgraph_json.read(settings.config).files]
    return files


class Reload(BaseReload):
    """A reloader to which the system reports changes of code or of `files`, so that it costs nothing."""

    def __init__(self, config: uvicorn.Config, *args: Any, files: Sequence[Path]) -> None:
        super().__init__(config, *args)
        self.reloader_name = "watchfiles"
        self._files = {str(place) for file in files for place in (file.absolute(), file.resolve())}
        folders = {folder for top in config.reload_dirs for folder in (top, *folders_below(top))}
        self._watcher = watch(
            # editors replace files, so that a file is watched by its folder
            *sorted({*folders, *(file.absolute().parent for file in files)}),
            recursive=False,  # the folder of a file may have many below it
            watch_filter=self._restarts,
            debounce=400,
            stop_event=self.should_exit,
            yield_on_timeout=True,
            raise_interrupt=False,
        )
        self._folders = {str(place) for folder in folders for place in (folder, folder.resolve())}

    def should_restart(self) -> list[Path] | None:
        return [Path(file) for _, file in next(self._watcher)]

    def _restarts(self, change: Change, file: str) -> bool:
        if change == Change.deleted:
            return False
        return file in self._files or (file.endswith(".py") and str(Path(file).parent) in self._folders)


def folders_below(top: Path) -> Iterator[Path]:
    return (folder for folder in top.rglob("*") if folder.is_dir() and folder.name != "__pycache__")


def logging_config(level: str) -> dict[str, Any]:
    """Return a configuration that logs to stderr; stdout is for the mock's address."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
    }

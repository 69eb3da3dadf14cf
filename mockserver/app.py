"""Assembly of the mock: an ASGI app made of the middleware in `layers`."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from connexion import ConnexionMiddleware
from connexion.middleware.lifespan import LifespanMiddleware
from connexion.resolver import Resolver
from starlette.types import ASGIApp

from contract_tests.contract import Contract, load
from mockserver import graphs, handlers
from mockserver.control.session import Session
from mockserver.control.sessions import Sessions
from mockserver.control_plane import ControlPlane, seed_default
from mockserver.graphs import langgraph_json
from mockserver.handlers import Handler
from mockserver.http.middleware.auth import Authentication, Owners
from mockserver.http.middleware.cors import Cors
from mockserver.http.middleware.dispatch import Dispatch, Respond
from mockserver.http.middleware.errors import ErrorResponses
from mockserver.http.middleware.faults import FaultInjection
from mockserver.http.middleware.hosts import Hosts
from mockserver.http.middleware.journal import Recorder
from mockserver.http.middleware.metrics import RequestMetrics
from mockserver.http.middleware.routing import Routing
from mockserver.http.middleware.sessions import SessionChoice
from mockserver.http.middleware.socket_faults import SocketFaults
from mockserver.http.middleware.validation import RequestValidation, validator_map
from mockserver.http.middleware.websockets import WebSockets
from mockserver.http.openapi.custom_spec import load_custom_spec
from mockserver.http.openapi.features import shapes_of, without
from mockserver.http.openapi.named_examples import NamedExamples
from mockserver.http.openapi.routing_view import (
    CONTRACT_URN,
    SERVED,
    addresses,
    operation_id,
    placed,
    routing_view,
)
from mockserver.http.openapi.sample_responses import sample_response
from mockserver.http.openapi.schemas import Schemas
from mockserver.http.openapi.swagger_ui import docs
from mockserver.http.request.path_router import routes
from mockserver.http.request.request_facts import FactsReader
from mockserver.http.request.websocket_messages import frames_by_path
from mockserver.http.response.stream import cancelled
from mockserver.http.served_api import ServedApi
from mockserver.request_response import Request, Response
from mockserver.scenario_reload import Report, ScenarioFiles
from mockserver.settings import Settings
from mockserver.state.world import World

if TYPE_CHECKING:
    from mockserver.control.persistence import Persistence

log = logging.getLogger(__name__)

Find = Callable[[str], Handler | None]


def create_app(
    settings: Settings | None = None,
    *,
    world: World | None = None,
    sessions: Sessions | None = None,
    find: Find = handlers.find,
    report: Report = log.warning,
) -> ASGIApp:
    """Return the mock's ASGI app. `find` returns the handler of an operation id.

    `world` is that of the default session; `sessions`, which has one, takes precedence.
    `report` gets a line for each problem of a scenario file.

    Raises:
        BrokenContract: the document of the settings can't be read or is not an OpenAPI document.
        BrokenConfig: the `langgraph.json` of the settings can't be read or is invalid.
        BrokenState: the state file of the settings can't be used.
        UnknownFeature: the settings disable an unknown feature.

    """
    settings = settings or Settings()
    sessions = sessions or make_sessions(settings, world, report)
    files = followed(settings, sessions, report)
    if files:
        files.read()
    persistence = sessions.persistence
    owners = Owners(settings, persistence.owner_key if persistence else None)
    if persistence:
        persistence.owner_of = owners.of
    if sessions.restore():
        settings = replace(settings, seed_data=None)  # the file has it, as it was left
    contract, served = documents(settings)
    schemas = Schemas({CONTRACT_URN: contract, SERVED: served} if served else {CONTRACT_URN: contract})
    view = routing_view(contract, served)
    for location in addresses(view):
        schemas.compile(location)  # compiled now, so that a broken schema fails the start, not a request
    frames = frames_by_path(contract, schemas, checked=settings.validate_responses)
    reader = FactsReader(routes(view), owners)
    examples = NamedExamples.of(placed(contract, served))
    sessions.api = ServedApi(view, schemas, reader, examples)
    faults = partial(
        FaultInjection,
        facts=reader,
        examples=examples,
        max_body=settings.max_body,
    )
    sessions.owner_of = owners.of_key
    app = ConnexionMiddleware(
        docs(served or contract, page="docs" not in settings.disabled),
        middlewares=layers(owners, faults if settings.control else None),
        resolver=Resolver(responders(contract, served, find).__getitem__),
        validator_map=validator_map(schemas, max_body=settings.max_body),
        validate_responses=settings.validate_responses,
        lifespan=partial(lifespan, settings, sessions, files),
    )
    app.add_api(view, schemas=schemas, heartbeat_seconds=settings.heartbeat_seconds)
    # outside of connexion's layers, which do not support WebSockets
    socket_faults = partial(SocketFaults, facts=reader) if settings.control else None
    outer: ASGIApp = WebSockets(app, owners=owners, frames=frames, faults=socket_faults)
    if settings.control:
        outer = Recorder(outer)
        outer = ControlPlane(outer, sessions=sessions, settings=settings)
    else:
        outer = RequestMetrics(outer)
    outer = SessionChoice(outer, sessions=sessions, reads_names=settings.control)
    if persistence:
        outer = durable(outer, persistence)
    return Hosts(outer, host=settings.host, allowed=settings.allowed_hosts)


def documents(settings: Settings) -> tuple[Contract, Contract | None]:
    """Return the contract and, if the settings have one, the custom document to serve instead."""
    contract = load()
    off, features = shapes_of(contract, settings.disabled), settings.disabled
    served = without(load_custom_spec(settings.spec), off, features) if settings.spec else None
    return without(contract, off, features), served


def followed(settings: Settings, sessions: Sessions, report: Report) -> ScenarioFiles | None:
    """Return the scenario files to follow while the app runs."""
    if not (settings.scenarios and settings.watch_scenarios):
        return None
    return ScenarioFiles(lambda: sessions.default.world, settings.scenarios, report)


@asynccontextmanager
async def lifespan(
    settings: Settings, sessions: Sessions, files: ScenarioFiles | None, _app: Any
) -> AsyncIterator[None]:
    """Create the data of the settings, follow the scenario files, and cancel all runs on shutdown."""
    background = [asyncio.create_task(files.follow())] if files else []
    try:
        if persistence := sessions.persistence:
            await persistence.resume()
            background.append(asyncio.create_task(persistence.commit_regularly(log.error)))
        if settings.seed_data:
            await seed_default(sessions, settings.seed_data)
        yield
    finally:
        await cancelled(*background)
        await sessions.close()


def make_sessions(settings: Settings, world: World | None = None, report: Report = log.warning) -> Sessions:
    """Return the table of sessions with a default one; without `world`, make its world.

    Raises:
        BrokenConfig: as in `make_world`.
        BrokenState: the state file of the settings can't be used.

    """
    return Sessions(
        world or make_world(settings, report),
        limit=settings.max_sessions,
        max_idle=settings.session_idle * 60,
        persistence=opened_state(settings),
    )


def opened_state(settings: Settings) -> "Persistence | None":
    """Return the writer of the state file of the settings, if they have one.

    Raises:
        BrokenState: the file can't be used.

    """
    if settings.state is None:
        return None
    # imported here, because it imports langgraph, and many mocks keep no state
    from mockserver.control.persistence import Persistence  # noqa: PLC0415

    return Persistence(settings.state, seed=settings.seed, keeps_journal=settings.keep_journal)


def durable(app: ASGIApp, persistence: "Persistence") -> ASGIApp:
    from mockserver.http.middleware.durability import Durability  # noqa: PLC0415 - see `opened_state`

    return Durability(app, persistence=persistence)


def make_world(settings: Settings, report: Report = log.warning) -> World:
    """Return an empty world with those of the user's graphs and scenarios that are not broken.

    `report` gets a line for each problem of a scenario file.

    Raises:
        BrokenConfig: the `langgraph.json` can't be read or is invalid.

    """
    config = langgraph_json.read(settings.config) if settings.config else None
    options: dict[str, Any] = {"allow_tracing": settings.allow_tracing, "url": settings.url}
    world = World(
        seed=settings.seed,
        graphs=graphs.mounted(config, **options) if config else None,
        descriptions=config.descriptions if config else None,
        built_in=settings.built_in,
        pace=settings.pace / 1000,
        allow_webhooks=settings.allow_webhooks,
        disabled=settings.disabled,
        is_recorded=settings.state is not None,
        **options,
    )
    if settings.scenarios and not settings.watch_scenarios:
        ScenarioFiles(lambda: world, settings.scenarios, report).read()
    return world


def layers(owners: Owners, faults: Callable[[ASGIApp], ASGIApp] | None) -> list[Any]:
    """Return the middleware, outermost first. `docs` is inside all of it and handles the remaining paths.

    `faults` is inside of `Cors`, because browsers hide an error from a page if its CORS headers are missing.
    """
    return [
        LifespanMiddleware,
        Cors,
        *([faults] if faults else []),
        ErrorResponses,
        partial(Authentication, owners=owners),
        Routing,
        RequestValidation,
        Dispatch,
    ]


def responders(contract: Contract, served: Contract | None, find: Find) -> dict[str, Respond]:
    """Return the handlers by operation id, or a sample response where an operation has no handler."""
    responders_by_id: dict[str, Respond] = {}
    for places in placed(contract, served):
        place = places[-1]
        handler = find(place.operation.id) if place.uri == CONTRACT_URN else None
        responders_by_id[operation_id(place)] = (
            in_world(handler) if handler else always(sample_response(place.contract, place.operation))
        )
    return responders_by_id


def in_world(handler: Handler) -> Respond:
    """Return the handler, called with the world of the request's session."""
    return lambda session, request: handler(session.world, request)


def always(response: Response) -> Respond:
    async def respond(_session: Session, _request: Request) -> Response:
        return response

    return respond

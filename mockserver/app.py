"""Assembly of the mock: an ASGI app made of the middleware in `layers`."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from connexion import ConnexionMiddleware
from connexion.middleware.lifespan import LifespanMiddleware
from connexion.resolver import Resolver
from starlette.types import ASGIApp

from contract_tests.contract import Contract, load
from mockserver import graphs, handlers
from mockserver.graphs import langgraph_json
from mockserver.handlers import Handler
from mockserver.http.middleware.auth import Authentication, Owners
from mockserver.http.middleware.cors import Cors
from mockserver.http.middleware.dispatch import Dispatch, Respond
from mockserver.http.middleware.errors import ErrorResponses
from mockserver.http.middleware.hosts import Hosts
from mockserver.http.middleware.metrics import RequestMetrics
from mockserver.http.middleware.routing import Routing
from mockserver.http.middleware.validation import RequestValidation, validator_map
from mockserver.http.middleware.websockets import WebSockets
from mockserver.http.openapi.custom_spec import load_custom_spec
from mockserver.http.openapi.features import shapes_of, without
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
from mockserver.http.request.websocket_messages import frames_by_path
from mockserver.messages import Request, Response
from mockserver.scenario_files import Report, ScenarioFiles
from mockserver.settings import Settings
from mockserver.state.world import World

log = logging.getLogger(__name__)

Find = Callable[[str], Handler | None]


def create_app(
    settings: Settings | None = None,
    *,
    world: World | None = None,
    find: Find = handlers.find,
    report: Report = log.warning,
) -> ASGIApp:
    """Return the mock's ASGI app. `find` returns the handler of an operation id.

    `report` gets a line for each problem of a scenario file.

    Raises:
        BrokenContract: the document of the settings can't be read or is not an OpenAPI document.
        BrokenConfig: the `langgraph.json` of the settings can't be read or is invalid.
        UnknownFeature: the settings disable an unknown feature.

    """
    settings = settings or Settings()
    world = world or make_world(settings, report)
    contract, served = documents(settings)
    schemas = Schemas({CONTRACT_URN: contract, SERVED: served} if served else {CONTRACT_URN: contract})
    view = routing_view(contract, served)
    for location in addresses(view):
        schemas.compile(location)  # compiled now, so that a broken schema fails the start, not a request
    frames = frames_by_path(contract, schemas, checked=settings.validate_responses)
    owners = Owners(settings)
    app = ConnexionMiddleware(
        docs(served or contract, page="docs" not in settings.disabled),
        middlewares=layers(owners),
        resolver=Resolver(responders(contract, served, world, find).__getitem__),
        validator_map=validator_map(schemas, max_body=settings.max_body),
        validate_responses=settings.validate_responses,
        lifespan=partial(lifespan, world, followed(settings, world, report)),
    )
    app.add_api(view, schemas=schemas, silence=settings.silence)
    # outside of connexion's layers, which do not support WebSockets
    metered = RequestMetrics(app, traffic=world.traffic)
    sockets = WebSockets(metered, world=world, owners=owners, frames=frames)
    return Hosts(sockets, host=settings.host, allowed=settings.allowed_hosts)


def documents(settings: Settings) -> tuple[Contract, Contract | None]:
    """Return the contract and, if the settings have one, the custom document to serve instead."""
    contract = load()
    off, features = shapes_of(contract, settings.disabled), settings.disabled
    served = without(load_custom_spec(settings.spec), off, features) if settings.spec else None
    return without(contract, off, features), served


def followed(settings: Settings, world: World, report: Report) -> ScenarioFiles | None:
    """Return the scenario files to follow while the app runs."""
    if not (settings.scenarios and settings.watch_scenarios):
        return None
    return ScenarioFiles(world, settings.scenarios, report)


@asynccontextmanager
async def lifespan(world: World, files: ScenarioFiles | None, _app: Any) -> AsyncIterator[None]:
    """Follow the scenario files until the shutdown, which cancels all runs."""
    following = None
    if files:
        files.read()
        following = asyncio.create_task(files.follow())
    yield
    if following:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
    await world.close()


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
        **options,
    )
    if settings.scenarios and not settings.watch_scenarios:
        ScenarioFiles(world, settings.scenarios, report).read()
    return world


def layers(owners: Owners) -> list[Any]:
    """Return the middleware, outermost first. `docs` is inside all of it and handles the remaining paths."""
    return [
        LifespanMiddleware,
        Cors,
        ErrorResponses,
        partial(Authentication, owners=owners),
        Routing,
        RequestValidation,
        Dispatch,
    ]


def responders(contract: Contract, served: Contract | None, world: World, find: Find) -> dict[str, Respond]:
    """Return the handlers by operation id, or a sample response where an operation has no handler."""
    responders_by_id: dict[str, Respond] = {}
    for places in placed(contract, served):
        place = places[-1]
        handler = find(place.operation.id) if place.uri == CONTRACT_URN else None
        responders_by_id[operation_id(place)] = (
            partial(handler, world) if handler else always(sample_response(place.contract, place.operation))
        )
    return responders_by_id


def always(response: Response) -> Respond:
    async def respond(_call: Request) -> Response:
        return response

    return respond

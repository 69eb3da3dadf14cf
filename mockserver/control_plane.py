"""Assembly of the control plane: `spec/control.yaml`, served by the same layers as the contract."""

import asyncio
from collections.abc import Awaitable
from functools import partial
from pathlib import Path
from typing import Any

from connexion import ConnexionMiddleware
from connexion.resolver import Resolver
from jsonschema_rs import ValidationError
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests import contract
from contract_tests.contract import Contract
from contract_tests.text import user_file
from mockserver.control import handlers
from mockserver.control.sessions import Sessions
from mockserver.errors import InvalidRequest
from mockserver.http import scope_keys
from mockserver.http.middleware.console import Console
from mockserver.http.middleware.control_access import ControlAccess
from mockserver.http.middleware.control_methods import ControlMethods
from mockserver.http.middleware.cors import ControlCors
from mockserver.http.middleware.dispatch import Dispatch
from mockserver.http.middleware.errors import ErrorResponses
from mockserver.http.middleware.routing import Routing
from mockserver.http.middleware.sessions import QUERY, marked
from mockserver.http.middleware.sign_in import SignIn
from mockserver.http.middleware.validation import RequestValidation, validator_map
from mockserver.http.middleware.yaml import Yaml, as_json
from mockserver.http.openapi.control_docs import ControlDocs
from mockserver.http.openapi.routing_view import CONTRACT_URN, addresses, routing_view
from mockserver.http.openapi.schemas import Schemas, address
from mockserver.http.request.body import parse
from mockserver.settings import Settings

PREFIX = "/_mock"

MAX_BODY = 256 * 1024 * 1024
"""Bytes allowed in a body: a snapshot is larger than any other request."""
MAX_VALUES = 5_000_000
"""Values allowed in a body."""


class BrokenSeed(Exception):
    """A file with data that can't be read or is invalid."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file}: {reason}")


class ControlPlane:
    """Serves the paths under `/_mock`, and passes on all others."""

    def __init__(self, app: ASGIApp, *, sessions: Sessions, settings: Settings) -> None:
        self.app = app
        self._build = partial(control_app, sessions, settings)
        self._control: ASGIApp | None = None
        """The app of the control plane, built by its first request, for it takes a third of a second."""

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass on most requests without a coroutine, which would cost each of them more."""
        path: str = scope.get("path", "")
        if not path.startswith(PREFIX) or scope["type"] != "http" or not is_control(path):
            return self.app(scope, receive, send)
        scope[scope_keys.OWNER] = ""  # no operation of the control plane belongs to an owner
        return self._serve(scope, receive, marked(send, scope[scope_keys.SESSION]))

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._control is None:
            self._control = await asyncio.to_thread(self._build)
        await self._control(scope, receive, send)


def is_control(path: str) -> bool:
    return path == PREFIX or path.startswith(PREFIX + "/")


def control_contract() -> Contract:
    """Return the document of the control plane, in the folder of the contract."""
    return contract.load(contract.path("control"))


def control_app(sessions: Sessions, settings: Settings) -> ASGIApp:
    document = control_contract()
    schemas = Schemas({CONTRACT_URN: document})
    view = routing_view(document)
    for location in addresses(view):
        schemas.compile(location)
    app = ConnexionMiddleware(
        ControlDocs(document),
        middlewares=layers(settings),
        resolver=Resolver(lambda operation_id: partial(handlers.find(operation_id), sessions)),
        validator_map=validator_map(
            schemas, max_body=MAX_BODY, max_values=MAX_VALUES, ignored_parameters=(QUERY,)
        ),
        validate_responses=settings.validate_responses,
    )
    app.add_api(view, schemas=schemas, heartbeat_seconds=settings.heartbeat_seconds)
    return app


def layers(settings: Settings) -> list[Any]:
    """Return the middleware, outermost first."""
    return [
        partial(ControlCors, token=settings.control_token),
        ErrorResponses,
        partial(SignIn, token=settings.control_token),
        partial(ControlAccess, token=settings.control_token),
        Console,
        partial(Yaml, max_body=MAX_BODY),
        ControlMethods,
        Routing,
        RequestValidation,
        Dispatch,
    ]


def read_seed(file: Path) -> dict[str, Any]:
    """Return the data of a YAML or JSON file.

    Raises:
        BrokenSeed: the file can't be read, or `POST /_mock/seed` would reject it.

    """
    document = control_contract()
    schemas = Schemas({CONTRACT_URN: document})
    try:
        data = parse(as_json(user_file.read(file, user_file.DOCUMENT)))
        schemas.compile([address(CONTRACT_URN, "#/components/schemas/Seed")]).validate(data)
    except OSError as error:
        raise BrokenSeed(file, error.strerror or str(error)) from error
    except ValidationError as error:
        raise BrokenSeed(file, ": ".join(schemas.explain("seed", error))) from error
    except ValueError as error:  # of the reader of files: not a file, too long
        raise BrokenSeed(file, str(error)) from error
    except InvalidRequest as error:
        raise BrokenSeed(file, error.detail) from error
    seed: dict[str, Any] = data
    return seed


async def seed_default(sessions: Sessions, file: Path) -> None:
    """Create the data of the file in the default session."""
    from mockserver.control.seed_data import seed  # noqa: PLC0415 imports langgraph

    data = read_seed(file)
    try:
        await seed(sessions.default.world, sessions.owner_of(data.get("api_key", "")), data)
    except InvalidRequest as error:
        raise BrokenSeed(file, error.detail) from error

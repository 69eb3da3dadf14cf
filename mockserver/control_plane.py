"""Assembly of the control plane: `spec/control.yaml`, served by the same layers as the contract."""

from functools import partial
from typing import Any

from connexion import ConnexionMiddleware
from connexion.resolver import Resolver
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests import contract
from contract_tests.contract import Contract
from mockserver.control import handlers
from mockserver.control.sessions import Sessions
from mockserver.http import scope_keys
from mockserver.http.middleware.control_access import ControlAccess
from mockserver.http.middleware.cors import ControlCors
from mockserver.http.middleware.dispatch import Dispatch
from mockserver.http.middleware.errors import ErrorResponses
from mockserver.http.middleware.routing import Routing
from mockserver.http.middleware.sessions import marked
from mockserver.http.middleware.validation import RequestValidation, validator_map
from mockserver.http.middleware.yaml import Yaml
from mockserver.http.openapi.control_docs import ControlDocs
from mockserver.http.openapi.routing_view import CONTRACT_URN, addresses, routing_view
from mockserver.http.openapi.schemas import Schemas
from mockserver.settings import Settings

PREFIX = "/_mock"

MAX_BODY = 256 * 1024 * 1024
"""Bytes allowed in a body: a snapshot is larger than any other request."""
MAX_VALUES = 5_000_000
"""Values allowed in a body."""


class ControlPlane:
    """Serves the paths under `/_mock`, and passes on all others."""

    def __init__(self, app: ASGIApp, *, sessions: Sessions, settings: Settings) -> None:
        self.app = app
        self._control = control_app(sessions, settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and is_control(scope["path"]):
            scope[scope_keys.OWNER] = ""  # no operation of the control plane belongs to an owner
            await self._control(scope, receive, marked(send, scope[scope_keys.SESSION]))
        else:
            await self.app(scope, receive, send)


def is_control(path: str) -> bool:
    return path == PREFIX or path.startswith(PREFIX + "/")


def control_contract() -> Contract:
    """Return the document of the control plane, which lies beside the contract."""
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
        validator_map=validator_map(schemas, max_body=MAX_BODY, max_values=MAX_VALUES),
        validate_responses=settings.validate_responses,
    )
    app.add_api(view, schemas=schemas, silence=settings.silence)
    return app


def layers(settings: Settings) -> list[Any]:
    """Return the middleware, outermost first."""
    return [
        partial(ControlCors, token=settings.control_token),
        ErrorResponses,
        partial(ControlAccess, token=settings.control_token),
        partial(Yaml, max_body=MAX_BODY),
        Routing,
        RequestValidation,
        Dispatch,
    ]

"""Routing of a request to its operation.

Replaces connexion's routing middleware, and leaves the same entries in the scope for the inner layers.
Connexion's has one method per route, so that `Allow` would name only one; and it takes several times as
long.
"""

from typing import Any

from connexion.middleware.abstract import ROUTING_CONTEXT, SpecMiddleware
from starlette.datastructures import URL
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from mockserver.http import scope_keys
from mockserver.http.request.path_router import Routes


class Routing(SpecMiddleware):
    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.routes = Routes()

    def add_api(self, specification: Any, **_options: Any) -> None:
        for path, methods in specification["paths"].items():
            for method, operation in methods.items():
                self.routes.add(method, path, operation["operationId"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            routed: dict[str, str] = {}
            if match := self.routes.find(scope["path"]):
                template, scope["path_params"] = match
                scope[scope_keys.PATH] = template.text
                routed = {"api_base_path": "", "operation_id": template.operation(scope["method"])}
            elif elsewhere := self._with_other_slash(scope["path"]):
                url = URL(scope={**scope, "path": elsewhere})
                await RedirectResponse(url)(scope, receive, send)  # 307 keeps the method and the body
                return
            scope.setdefault("extensions", {})[ROUTING_CONTEXT] = routed
        await self.app(scope, receive, send)

    def _with_other_slash(self, path: str) -> str | None:
        other = path.rstrip("/") if path.endswith("/") else path + "/"
        return other if self.routes.find(other) else None

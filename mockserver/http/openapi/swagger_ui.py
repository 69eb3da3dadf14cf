"""Swagger UI under `/docs`, offline, and the document as `/openapi.json`."""

from typing import Any

import orjson
from connexion.middleware.abstract import ROUTING_CONTEXT
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, Router
from starlette.staticfiles import StaticFiles
from swagger_ui_bundle import swagger_ui_path

from contract_tests.contract import Contract
from mockserver.http import scope_keys

PATH = "/docs"

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>langgraph-mock</title>
<link rel="icon" type="image/png" href="docs/favicon-32x32.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script>
SwaggerUIBundle({url: "docs/openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null});
</script>
</body>
</html>
"""


def docs(contract: Contract, *, page: bool = True) -> Router:
    """Return an app that serves the document, and with `page` also Swagger UI; all other paths are 404."""
    document = orjson.dumps(contract.document)
    view = orjson.dumps(docs_view(contract.document))

    async def shown(request: Request) -> Response:
        # set the same keys as `Routing`, so that this operation is counted, too
        request.scope[scope_keys.PATH] = PATH
        request.scope["extensions"][ROUTING_CONTEXT] = {"operation_id": "get_docs"}
        return HTMLResponse(PAGE)

    async def without_slash(request: Request) -> Response:
        return RedirectResponse(request.url.replace(path=PATH))

    async def openapi(_request: Request) -> Response:
        return Response(document, media_type="application/json")

    async def viewed(_request: Request) -> Response:
        return Response(view, media_type="application/json")

    of_page = [
        Route(PATH, shown),
        Route("/docs/", without_slash),
        Route("/docs/openapi.json", viewed),
        Mount("/docs", StaticFiles(directory=str(swagger_ui_path))),
    ]
    return Router([Route("/openapi.json", openapi), *(of_page if page else [])], redirect_slashes=False)


def docs_view(node: Any) -> Any:
    """Return the document for Swagger UI 4, which reads only OpenAPI 3.0."""
    if isinstance(node, list):
        return [docs_view(each) for each in node]
    if not isinstance(node, dict):
        return node
    viewed = {key: docs_view(value) for key, value in node.items()}
    if str(viewed.get("openapi", "")).startswith("3."):
        viewed["openapi"] = "3.0.3"
    if isinstance(viewed.get("type"), list):
        show_types(viewed)
    if "const" in viewed:
        viewed["enum"] = [viewed["const"]]
    return viewed


def show_types(schema: dict[str, Any]) -> None:
    """Convert a list of types to OpenAPI 3.0, which has one type and `nullable`."""
    types = schema.pop("type")
    if "null" in types:
        schema["nullable"] = True
        types = [name for name in types if name != "null"]
    if len(types) == 1:
        schema["type"] = types[0]
    elif types:
        schema["anyOf"] = [{"type": name} for name in types]

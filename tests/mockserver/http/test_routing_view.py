"""The document for connexion: valid OpenAPI 3.0 that refers to the 3.1 document."""

from uuid import uuid4

import httpx
import pytest
from connexion import ConnexionMiddleware
from connexion.middleware.request_validation import RequestValidationMiddleware
from connexion.middleware.routing import RoutingMiddleware
from connexion.spec import Specification
from starlette.routing import Router

from contract_tests import contract
from mockserver import app
from mockserver.http.middleware.validation import RequestValidation
from mockserver.http.openapi.routing_view import addresses, routing_view
from mockserver.settings import Settings


@pytest.fixture(scope="module")
def ours():
    return contract.load()


def test_connexion_accepts_the_view_as_openapi_3_0(ours, foreign):
    assert Specification.load(routing_view(ours)).version == (3, 0, 3)
    assert Specification.load(routing_view(ours, contract.load(foreign.path))).version == (3, 0, 3)


def test_the_view_has_every_operation_except_the_docs_page(ours):
    view = routing_view(ours)
    routed = {
        (method.upper(), path, operation["operationId"])
        for path, item in view["paths"].items()
        for method, operation in item.items()
    }
    documented = {(operation.method, operation.path, operation.id) for operation in ours.operations}
    assert documented - routed == {("GET", "/docs", "get_docs")}
    assert routed <= documented


def test_schemas_are_pointers_into_the_contract(ours):
    thread = routing_view(ours)["paths"]["/threads"]["post"]
    body = thread["requestBody"]["content"]["application/json"]["schema"]
    assert body == {
        "x-schema": ["urn:contract#/paths/~1threads/post/requestBody/content/application~1json/schema"]
    }
    for address in addresses(routing_view(ours)):
        assert len(address) == 1


def test_an_operation_of_both_documents_points_into_both(ours, foreign):
    view = routing_view(ours, contract.load(foreign.path))
    read = view["paths"]["/threads/{thread_id}"]["get"]
    assert read["operationId"] == "get_thread"
    [thread_id] = [parameter for parameter in read["parameters"] if parameter["in"] == "path"]
    assert thread_id["name"] == "thread_id"
    assert [address.partition("#")[0] for address in thread_id["schema"]["x-schema"]] == [
        "urn:served",
        "urn:contract",
    ]


def test_an_equal_operation_id_does_not_select_our_handler(ours, foreign):
    foreign.document["paths"]["/robots"]["post"]["operationId"] = "get_thread"
    served = contract.Contract(foreign.path, foreign.document, "")
    view = routing_view(ours, served)
    assert view["paths"]["/robots"]["post"]["operationId"] == "POST /robots"


def test_a_foreign_path_may_end_with_a_slash(ours, foreign):
    described = ours.document["paths"]["/mcp"]
    served = contract.Contract(foreign.path, {**foreign.document, "paths": {"/mcp/": described}}, "")
    view = routing_view(ours, served)
    assert view["paths"]["/mcp"]["post"]["operationId"] == "call_mcp"


REQUESTS = [
    ("GET", "/ok", None),
    ("GET", "/ok?check_db=x", None),
    ("GET", f"/threads/{uuid4()}", None),
    ("GET", "/threads/nope", None),
    ("GET", "/nowhere", None),
    ("POST", "/threads/search", {"limit": 2.0}),
    ("POST", "/threads/search", {"limit": 0}),
    ("POST", "/threads/count", {}),
]


@pytest.mark.parametrize(
    ("ours", "connexions"),
    [(app.Routing, RoutingMiddleware), (RequestValidation, RequestValidationMiddleware)],
)
def test_our_middleware_behaves_as_that_of_connexion(monkeypatch, mock, ours, connexions):
    """Ours are faster and list all methods in `Allow`. Their behaviour is the same, also after an upgrade."""
    lean = mock()
    layers = app.layers(Settings(), None)
    monkeypatch.setattr(
        app, "layers", lambda _settings: [connexions if layer is ours else layer for layer in layers]
    )
    stock = mock()
    for method, path, body in REQUESTS:
        headers = {"content-type": "application/json"} if body is not None else {}
        responses = [browser(method, path, body, headers=headers) for browser in (lean, stock)]
        assert responses[0].status_code == responses[1].status_code, path
        assert responses[0].content == responses[1].content, path


def test_connexion_builds_the_layers_that_it_is_given_in_their_order(mock):
    """`ConnexionMiddleware(middlewares=...)` is public API; we rely on it to add no other middleware."""
    browser = mock()
    browser("GET", "/ok")
    within = browser.app
    while not isinstance(within, ConnexionMiddleware):  # inside the layers around all of connexion
        within = within.app
    names = [type(layer).__name__ for layer in within.middleware_stack]
    assert names == [
        "LifespanMiddleware",
        "Cors",
        "FaultInjection",
        "ErrorResponses",
        "Authentication",
        "Routing",
        "RequestValidation",
        "Dispatch",
        Router.__name__,
    ]


def test_two_apps_share_nothing(mock):
    one, other = mock(seed=1), mock(seed=1)
    assert one.thread()["thread_id"] == other.thread()["thread_id"]
    assert one("POST", "/threads/count", {}).json() == 1
    assert isinstance(one("GET", "/ok"), httpx.Response)

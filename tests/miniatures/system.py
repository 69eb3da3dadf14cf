"""Miniatures with faults in the system operations, or in responses to unknown paths and methods."""

from dataclasses import replace

from miniatures.http_messages import Request, Response, refusing
from miniatures.miniature import UNKNOWN_PATH, Mock, wrong

ELSEWHERE = "/mcp/"
"""A path that the contract lacks, although it has the one without the trailing slash."""


@wrong("system.ok.true", "get_ok")
async def ok_is_false(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(ok=False)


@wrong("system.info.version", "get_info")
async def the_version_is_unknown(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(version="unknown")


@wrong("system.unknown_path.status", "get_ok", places=(UNKNOWN_PATH,))
async def an_unknown_path_is_a_bad_request(mock: Mock, request: Request) -> Response:
    return await mock(request) if request.path == ELSEWHERE else refusing(400)


@wrong("system.unknown_path.detail", "get_ok", places=(UNKNOWN_PATH,))
async def an_unknown_path_is_refused_in_plain_text(mock: Mock, request: Request) -> Response:
    plainly = Response(404, {"content-type": "text/plain"}, b"Not Found")
    return await mock(request) if request.path == ELSEWHERE else plainly


@wrong("threads.wrong_method.allow", "get_thread", method="PUT")
async def a_wrong_method_is_refused_without_allow(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return replace(
        response, headers={name: value for name, value in response.headers.items() if name != "allow"}
    )


@wrong(
    "system.metrics.request_counter",
    "get_metrics",
    when=lambda request: request.query.get("format") == "json",
)
async def metrics_never_change(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return mock.memory.setdefault("first", response) if request.query.get("format") == "json" else response


@wrong("system.metrics.prometheus_format", "get_metrics", when=lambda request: "format" not in request.query)
async def metrics_are_prose(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    sentence = b"There were twelve requests.\n"
    return response if "format" in request.query else replace(response, content=sentence)


@wrong("system.docs.page", "get_docs")
async def the_documentation_is_plain_text(mock: Mock, request: Request) -> Response:
    return replace(await mock(request), content=b"Read the source.")

"""Miniatures that browsers do not let pages of other origins use."""

from dataclasses import replace

from contract_tests.operation_groups import FROM_PAGES, READ_BY_PAGES, READING
from miniatures.http_messages import Request, Response, refusing
from miniatures.miniature import Mock, wrong

ALLOWING = ("access-control-allow-origin", "access-control-expose-headers")


def is_of_a_page(request: Request) -> bool:
    return any(name.lower() == "origin" for name in request.headers)


def without(response: Response, *names: str) -> Response:
    kept = {name: value for name, value in response.headers.items() if name not in names}
    return replace(response, headers=kept)


@wrong("system.cors.preflight", *FROM_PAGES, method="OPTIONS")
async def a_preflight_requires_credentials(_mock: Mock, _request: Request) -> Response:
    return refusing(401)


@wrong("system.cors.responses", *FROM_PAGES, when=is_of_a_page)
async def successes_allow_no_origin(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    is_altered = response.ok and is_of_a_page(request)
    return without(response, *ALLOWING, "vary") if is_altered else response


@wrong("system.cors.errors", *READING, when=is_of_a_page)
async def errors_allow_no_origin(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response if response.ok else without(response, *ALLOWING, "vary")


@wrong("system.cors.exposed_headers", *READ_BY_PAGES, when=is_of_a_page)
async def no_header_is_exposed(mock: Mock, request: Request) -> Response:
    return without(await mock(request), "access-control-expose-headers")

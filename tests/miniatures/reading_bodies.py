"""Miniatures that handle bodies or methods wrongly."""

import json

from contract_tests.operation_groups import EACH_PATH, TAKING_A_BODY
from miniatures.http_messages import Request, Response, refusing
from miniatures.miniature import Mock, wrong
from miniatures.started import names


def is_broken(request: Request) -> bool:
    try:
        json.loads(request.content or b"{}")
    except ValueError:
        return True
    return False


@wrong("resources.body.invalid_json", *TAKING_A_BODY, when=is_broken)
async def broken_json_is_a_bad_request(mock: Mock, request: Request) -> Response:
    return refusing(400) if is_broken(request) else await mock(request)


@wrong("resources.body.empty", *TAKING_A_BODY, when=lambda request: not request.content)
async def an_empty_body_is_a_bad_request(mock: Mock, request: Request) -> Response:
    return await mock(request) if request.content else refusing(400)


@wrong("resources.body.null", *TAKING_A_BODY, when=lambda request: request.content == b"null")
async def null_is_a_bad_request(mock: Mock, request: Request) -> Response:
    return refusing(400) if request.content == b"null" else await mock(request)


@wrong("resources.body.unknown_field", *TAKING_A_BODY, when=names("no_such_field"))
async def an_unknown_field_is_refused(mock: Mock, request: Request) -> Response:
    return refusing(422) if "no_such_field" in request.json else await mock(request)


@wrong("resources.wrong_method.status", *EACH_PATH, method="PUT")
async def a_wrong_method_is_not_found(_mock: Mock, _request: Request) -> Response:
    return refusing(404)

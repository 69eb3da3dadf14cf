"""Miniatures that handle bodies or methods wrongly."""

import json

from contract_tests.operation_groups import EACH_PATH, TAKING_A_BODY
from miniatures.miniature import Mock, wrong
from miniatures.started import names
from miniatures.words import Answered, Asked, refusing


def is_broken(asked: Asked) -> bool:
    try:
        json.loads(asked.content or b"{}")
    except ValueError:
        return True
    return False


@wrong("resources.body.invalid_json", *TAKING_A_BODY, when=is_broken)
async def broken_json_is_a_bad_request(mock: Mock, asked: Asked) -> Answered:
    return refusing(400) if is_broken(asked) else await mock(asked)


@wrong("resources.body.empty", *TAKING_A_BODY, when=lambda asked: not asked.content)
async def an_empty_body_is_a_bad_request(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked) if asked.content else refusing(400)


@wrong("resources.body.null", *TAKING_A_BODY, when=lambda asked: asked.content == b"null")
async def null_is_a_bad_request(mock: Mock, asked: Asked) -> Answered:
    return refusing(400) if asked.content == b"null" else await mock(asked)


@wrong("resources.body.unknown_field", *TAKING_A_BODY, when=names("no_such_field"))
async def an_unknown_field_is_refused(mock: Mock, asked: Asked) -> Answered:
    return refusing(422) if "no_such_field" in asked.json else await mock(asked)


@wrong("resources.wrong_method.status", *EACH_PATH, method="PUT")
async def a_wrong_method_is_not_found(_mock: Mock, _asked: Asked) -> Answered:
    return refusing(404)

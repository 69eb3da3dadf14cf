"""Miniatures that tell wrongly what they are and what they have not."""

from dataclasses import replace

from miniatures.miniature import UNKNOWN_PATH, Mock, wrong
from miniatures.words import Answered, Asked, refusing


@wrong("system.ok.true", "get_ok")
async def ok_is_false(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(ok=False)


@wrong("system.info.version", "get_info")
async def the_version_is_unknown(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(version="unknown")


@wrong("system.unknown_path.status", "get_ok", places=(UNKNOWN_PATH,))
async def an_unknown_path_is_a_bad_request(_mock: Mock, _asked: Asked) -> Answered:
    return refusing(400)


@wrong("system.unknown_path.detail", "get_ok", places=(UNKNOWN_PATH,))
async def an_unknown_path_is_refused_in_plain_text(_mock: Mock, _asked: Asked) -> Answered:
    return Answered(404, {"content-type": "text/plain"}, b"Not Found")


@wrong("threads.wrong_method.allow", "get_thread", method="PUT")
async def a_wrong_method_is_refused_without_allow(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return replace(answer, headers={name: value for name, value in answer.headers.items() if name != "allow"})

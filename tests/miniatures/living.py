"""Miniatures that report their own features wrongly or respond wrongly to unknown paths."""

from dataclasses import replace

from miniatures.miniature import UNKNOWN_PATH, Mock, wrong
from miniatures.words import Answered, Asked, refusing

ELSEWHERE = "/mcp/"
"""A path that the contract lacks, although it has the one without the trailing slash."""


@wrong("system.ok.true", "get_ok")
async def ok_is_false(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(ok=False)


@wrong("system.info.version", "get_info")
async def the_version_is_unknown(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(version="unknown")


@wrong("system.unknown_path.status", "get_ok", places=(UNKNOWN_PATH,))
async def an_unknown_path_is_a_bad_request(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked) if asked.path == ELSEWHERE else refusing(400)


@wrong("system.unknown_path.detail", "get_ok", places=(UNKNOWN_PATH,))
async def an_unknown_path_is_refused_in_plain_text(mock: Mock, asked: Asked) -> Answered:
    plainly = Answered(404, {"content-type": "text/plain"}, b"Not Found")
    return await mock(asked) if asked.path == ELSEWHERE else plainly


@wrong("threads.wrong_method.allow", "get_thread", method="PUT")
async def a_wrong_method_is_refused_without_allow(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return replace(answer, headers={name: value for name, value in answer.headers.items() if name != "allow"})


@wrong(
    "system.metrics.request_counter", "get_metrics", when=lambda asked: asked.query.get("format") == "json"
)
async def metrics_stay_as_they_were(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return mock.memory.setdefault("told", answer) if asked.query.get("format") == "json" else answer


@wrong("system.metrics.prometheus_format", "get_metrics", when=lambda asked: "format" not in asked.query)
async def metrics_are_told_in_sentences(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    sentence = b"There were twelve requests.\n"
    return answer if "format" in asked.query else replace(answer, content=sentence)


@wrong("system.docs.page", "get_docs")
async def the_documentation_is_plain_text(mock: Mock, asked: Asked) -> Answered:
    return replace(await mock(asked), content=b"Read the source.")

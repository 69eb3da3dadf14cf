"""Miniatures whose agents stream wrongly."""

from typing import Any

from miniatures.agent_words import OPERATION, calls, each_result, spoken
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong

STREAM = calls("message/stream")


def text_parts(update: Any) -> list:
    return [part for part in update.get("artifact", {}).get("parts", ()) if part["kind"] == "text"]


@wrong("a2a.stream.order", OPERATION, when=STREAM)
async def no_status_is_final(mock: Mock, request: Request) -> Response:
    def change(told: Any) -> Any:
        return {**told, "final": False} if "final" in told else told

    return each_result(await mock(request), change)


@wrong("a2a.stream.completed", OPERATION, when=STREAM)
async def a_stream_has_no_response(mock: Mock, request: Request) -> Response:
    return each_result(await mock(request), lambda told: None if text_parts(told) else told)


@wrong("a2a.stream.text", OPERATION, when=STREAM)
async def a_stream_tells_the_last_word(mock: Mock, request: Request) -> Response:
    def change(told: Any) -> Any:
        if not spoken(told) or told["status"]["state"] != "working":
            return told
        said = told["status"]["message"]
        parts = [{**part, "text": part["text"].split()[-1]} for part in said["parts"]]
        return {**told, "status": {**told["status"], "message": {**said, "parts": parts}}}

    return each_result(await mock(request), change)


@wrong("a2a.stream.failed", OPERATION, when=STREAM)
async def a_stream_says_not_why_it_failed(mock: Mock, request: Request) -> Response:
    def change(told: Any) -> Any:
        failed = told.get("status", {}).get("state") == "failed"
        return {**told, "status": {"state": "failed"}} if failed else told

    return each_result(await mock(request), change)


@wrong("a2a.stream.input_required", OPERATION, when=STREAM)
async def a_stream_says_not_what_is_asked(mock: Mock, request: Request) -> Response:
    def change(told: Any) -> Any:
        return None if "artifact" in told and not text_parts(told) else told

    return each_result(await mock(request), change)

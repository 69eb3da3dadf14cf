"""Miniatures whose agents stream wrongly."""

from typing import Any

from miniatures.agent_messages import OPERATION, calls, each_result, has_message
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong

STREAM = calls("message/stream")


def text_parts(update: Any) -> list:
    return [part for part in update.get("artifact", {}).get("parts", ()) if part["kind"] == "text"]


@wrong("a2a.stream.order", OPERATION, when=STREAM)
async def no_status_is_final(mock: Mock, request: Request) -> Response:
    def change(update: Any) -> Any:
        return {**update, "final": False} if "final" in update else update

    return each_result(await mock(request), change)


@wrong("a2a.stream.completed", OPERATION, when=STREAM)
async def a_stream_has_no_response(mock: Mock, request: Request) -> Response:
    return each_result(await mock(request), lambda update: None if text_parts(update) else update)


@wrong("a2a.stream.text", OPERATION, when=STREAM)
async def a_stream_has_only_the_last_word(mock: Mock, request: Request) -> Response:
    def change(update: Any) -> Any:
        if not has_message(update) or update["status"]["state"] != "working":
            return update
        message = update["status"]["message"]
        parts = [{**part, "text": part["text"].split()[-1]} for part in message["parts"]]
        return {**update, "status": {**update["status"], "message": {**message, "parts": parts}}}

    return each_result(await mock(request), change)


@wrong("a2a.stream.failed", OPERATION, when=STREAM)
async def a_failed_stream_has_no_error_message(mock: Mock, request: Request) -> Response:
    def change(update: Any) -> Any:
        failed = update.get("status", {}).get("state") == "failed"
        return {**update, "status": {"state": "failed"}} if failed else update

    return each_result(await mock(request), change)


@wrong("a2a.stream.input_required", OPERATION, when=STREAM)
async def a_stream_omits_the_interrupt(mock: Mock, request: Request) -> Response:
    def change(update: Any) -> Any:
        return None if "artifact" in update and not text_parts(update) else update

    return each_result(await mock(request), change)

"""Messages, as streams and states have them."""

from collections.abc import Mapping

from contract_tests.contract import Json
from contract_tests.stream import StreamedExchange


def chunks(streamed: StreamedExchange) -> dict[str, list[str]]:
    """The pieces of each message of the mode `messages-tuple`, by its id. Pieces without text are none."""
    pieces: dict[str, list[str]] = {}
    for event in streamed.named("messages"):
        chunk = event.data[0]
        if text := written(chunk.get("content")):
            pieces.setdefault(str(chunk.get("id")), []).append(text)
    return pieces


def contents(values: Json) -> dict[str, str]:
    """What the messages of a state say, by their ids."""
    messages = values.get("messages") if isinstance(values, Mapping) else None
    return {str(each.get("id")): written(each.get("content")) for each in messages or ()}


def written(content: Json) -> str:
    """The text of a message, which may be in blocks."""
    if isinstance(content, str):
        return content
    blocks = [each if isinstance(each, Mapping) else {"text": each} for each in content or ()]
    return "".join(str(each.get("text", "")) for each in blocks)

"""Stream mode `messages`: each event contains the whole message up to that point."""

from collections.abc import Iterator
from typing import Any

from langchain_core.messages import BaseMessage, BaseMessageChunk, message_chunk_to_message


class StreamedMessages:
    def __init__(self) -> None:
        self._so_far: dict[str | None, BaseMessage] = {}

    def events(self, message: BaseMessage, metadata: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        """Yield the events of a message or of a chunk."""
        before = self._so_far.get(message.id)
        if before is None:
            yield "messages/metadata", {message.id: {"metadata": metadata}}
        if isinstance(message, BaseMessageChunk) and isinstance(before, BaseMessageChunk):
            message = before + message
        self._so_far[message.id] = message
        kind = "partial" if isinstance(message, BaseMessageChunk) else "complete"
        yield f"messages/{kind}", [message_chunk_to_message(message)]

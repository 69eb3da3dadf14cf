"""The stream mode `messages`: of each message what there is of it so far."""

from collections.abc import Iterator
from typing import Any

from langchain_core.messages import BaseMessage, BaseMessageChunk, message_chunk_to_message


class StreamedMessages:
    def __init__(self) -> None:
        self._so_far: dict[str | None, BaseMessage] = {}

    def told(self, message: BaseMessage, metadata: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        """The events for a message, or for a chunk of one."""
        before = self._so_far.get(message.id)
        if before is None:
            yield "messages/metadata", {message.id: {"metadata": metadata}}
        if isinstance(message, BaseMessageChunk) and isinstance(before, BaseMessageChunk):
            message = before + message
        self._so_far[message.id] = message
        kind = "partial" if isinstance(message, BaseMessageChunk) else "complete"
        yield f"messages/{kind}", [message_chunk_to_message(message)]

"""A chat model that streams a given reply word by word."""

import asyncio
import json
import os
import re
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import ToolCall, ToolCallChunk, tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

MILLISECONDS_PER_WORD = 40.0
"""Pace of a reply, unless overridden by the graph's pace or LANGGRAPH_MOCK_PACE."""
WORDS_PER_TURN = 100
"""Number of words after which other tasks get a turn, even at full speed."""


@dataclass(frozen=True, slots=True)
class Reply:
    id: str
    text: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    failure: str | None = None
    """Message of the error that is raised after the text; `None` for no error."""


class ScriptedModel(BaseChatModel):
    reply: Reply
    pace: float | None = None
    """Seconds per word; `None` uses LANGGRAPH_MOCK_PACE or `PACE`."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        del messages, args, kwargs
        time.sleep(self._seconds())
        return self._result()

    async def _agenerate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        del messages, args, kwargs
        if seconds := self._seconds():
            await asyncio.sleep(seconds)
        return self._result()

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        del messages, stop, run_manager, kwargs
        for chunk in self._chunks():
            time.sleep(self._pause())
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        del messages, stop, run_manager, kwargs
        pause = self._pause()
        for number, chunk in enumerate(self._chunks(), 1):
            if pause or number % WORDS_PER_TURN == 0:
                await asyncio.sleep(pause)
            yield chunk

    def _chunks(self) -> Iterator[ChatGenerationChunk]:
        yield from chunks(self.reply)
        if self.reply.failure:
            raise RuntimeError(self.reply.failure)

    def _result(self) -> ChatResult:
        """Return the whole reply, or raise its failure."""
        if self.reply.failure:
            raise RuntimeError(self.reply.failure)
        message = AIMessage(self.reply.text, tool_calls=[*self.reply.tool_calls], id=self.reply.id)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _seconds(self) -> float:
        """Return how long the reply takes, as when it is streamed."""
        pause = self._pause()
        return pause * sum(1 for _ in message_of(self.reply)) if pause else 0.0

    def _pause(self) -> float:
        if self.pace is not None:
            return self.pace
        return float(os.environ.get("LANGGRAPH_MOCK_PACE") or MILLISECONDS_PER_WORD) / 1000


def chunks(reply: Reply) -> Iterator[ChatGenerationChunk]:
    """Yield the text, then the tool calls as providers stream them: the name, then pieces of JSON."""
    text = message_of(reply)
    chunk = next(text, None)
    while chunk is not None:
        following = next(text, None)
        position: dict[str, Any] = {} if following else {"chunk_position": "last"}
        yield ChatGenerationChunk(message=AIMessageChunk(**chunk, **position, id=reply.id))
        chunk = following


def message_of(reply: Reply) -> Iterator[dict[str, Any]]:
    """Yield the fields of each chunk, at least one."""
    text = words(reply.text)
    first = next(text, None)
    if first is not None:
        yield {"content": first}
    for word in text:
        yield {"content": word}
    for index, call in enumerate(reply.tool_calls):
        for piece in pieces(call, index):
            yield {"content": "", "tool_call_chunks": [piece]}
    if reply.tool_calls or first is None:
        # readers that assemble a call from pieces take the last chunk for a whole call
        yield {"content": ""}


def pieces(call: ToolCall, index: int) -> Iterator[ToolCallChunk]:
    yield tool_call_chunk(name=call["name"], args="", id=call["id"], index=index)
    for piece in words(json.dumps(call["args"])):
        yield tool_call_chunk(args=piece, index=index)


def words(text: str) -> Iterator[str]:
    """Yield the words, each with the whitespace before it, so that joining them restores the text."""
    return (word[0] for word in re.finditer(r"\s*\S+|\s+\Z", text))

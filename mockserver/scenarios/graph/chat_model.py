"""A chat model that streams given chunks, each after a pause."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import agenerate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.tool import ToolCall, tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from mockserver.scenarios.steps import Message, Speed
from mockserver.scenarios.template_values import text

BREATH = 100
"""Chunks after which other tasks get a turn, even at full speed."""


@dataclass(frozen=True, slots=True)
class Pacing:
    speed: Speed
    pace: float
    """Seconds per chunk without a speed."""

    def pauses(self, seed: str) -> Iterator[float]:
        """Yield the seconds before each chunk."""
        random = Random(seed)  # noqa: S311 - must be reproducible
        per_second = self.speed.tokens_per_second
        pause = 1 / per_second if per_second else self.pace
        first = pause if self.speed.first_token is None else self.speed.first_token
        while True:
            yield first * (1 + self.speed.jitter * random.uniform(-1, 1))
            first = pause


@dataclass(frozen=True, slots=True)
class Reply:
    """Content of a message, without templates."""

    id: str
    reasoning: str = ""
    pieces: Sequence[str] = ()
    """Pieces of the text."""
    blocks: Sequence[Mapping[str, Any]] = ()
    calls: Sequence[ToolCall] = ()
    chunks: str = "words"
    """Size of pieces of the reasoning and of the arguments of calls."""
    usage: Mapping[str, Any] | None = None
    name: str | None = None

    @property
    def _has_blocks(self) -> bool:
        return bool(self.reasoning or self.blocks)

    @property
    def _block_count(self) -> int:
        return bool(self.reasoning) + bool(self.pieces) + len(self.blocks)

    def fields(self) -> Iterator[dict[str, Any]]:
        """Yield the fields of each chunk, at least one."""
        yield from self._content()
        # protocol v2 takes a call with the index of a block for its next piece; a plain text has none
        first = self._block_count if self._has_blocks else 0
        for index, call in enumerate(self.calls, first):
            yield {
                "content": "",
                "tool_call_chunks": [tool_call_chunk(name=call["name"], args="", id=call["id"], index=index)],
            }
            for piece in split(json.dumps(call["args"], ensure_ascii=False), self.chunks):
                yield {"content": "", "tool_call_chunks": [tool_call_chunk(args=piece, index=index)]}
        # readers that assemble a call from pieces take the last chunk for a whole call
        if self.calls or self.usage or not (self.reasoning or self.pieces or self.blocks):
            yield {"content": "", **({"usage_metadata": dict(self.usage)} if self.usage else {})}

    def _content(self) -> Iterator[dict[str, Any]]:
        """Yield text as strings, and as blocks if the message has others, too."""
        if not self._has_blocks:
            for piece in self.pieces:
                yield {"content": piece}
            return
        index = 0
        for piece in split(self.reasoning, self.chunks):
            yield {"content": [{"type": "reasoning", "reasoning": piece, "index": index}]}
        index += bool(self.reasoning)
        for piece in self.pieces:
            yield {"content": [{"type": "text", "text": piece, "index": index}]}
        index += bool(self.pieces)
        for number, block in enumerate(self.blocks, index):
            yield {"content": [{**block, "index": number}]}


class ScenarioModel(BaseChatModel):
    reply: Reply
    pacing: Pacing

    @property
    def _llm_type(self) -> str:
        return "scenario"

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        raise NotImplementedError("the graphs of scenarios are asynchronous")

    async def _agenerate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        return await agenerate_from_stream(self._astream(messages, *args, **kwargs))

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        del messages, stop, run_manager, kwargs
        pauses = self.pacing.pauses(self.reply.id)
        chunks = [*self.reply.fields()]
        for number, fields in enumerate(chunks, 1):
            pause = next(pauses)
            if pause or number % BREATH == 0:
                await asyncio.sleep(pause)
            position: dict[str, Any] = {"chunk_position": "last"} if number == len(chunks) else {}
            message = AIMessageChunk(**fields, **position, id=self.reply.id, name=self.reply.name)
            yield ChatGenerationChunk(message=message)


def pieces(step: Message, variables: Mapping[str, Any]) -> list[str]:
    """Return the pieces in which the text of a message is streamed."""
    if isinstance(step.chunks, list):
        return [text(piece, variables) for piece in step.chunks]
    return split(text(step.say or "", variables), step.chunks)


def split(whole: str, size: str) -> list[str]:
    """Split a text so that joining the pieces restores it."""
    match size:
        case "whole":
            return [whole] if whole else []
        case "characters":
            return [*whole]
    return [word[0] for word in re.finditer(r"\s*\S+|\s+\Z", whole)]

"""A message of the model as a step of a scenario: its text in the pieces that were streamed."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mockserver.recording.facts import Message, Piece

TEMPLATE = re.compile(r"\{[{%#]")

MIN_PAUSE_SECONDS = 0.05
"""Shorter pauses are left out: they are noise of the network and the machine."""

MIN_PIECE_SECONDS = 0.001
"""Shorter pauses between pieces are left out, too."""

Step = dict[str, Any]
"""A step of a scenario. Keys that begin with `__` are not written."""


def literal(value: Any) -> Any:
    """Return a value that a scenario sends unchanged, although it looks like a template."""
    match value:
        case str():
            return TEMPLATE.sub(lambda found: f"{{{{ '{found[0]}' }}}}", value)
        case dict():
            return {literal(key): literal(below) for key, below in value.items()}
        case list():
            return [literal(below) for below in value]
    return value


def words(text: str) -> list[str]:
    """Split a text as scenarios do."""
    return [word[0] for word in re.finditer(r"\s*\S+|\s+\Z", text)]


def whole(text: str) -> list[str]:
    return [text] if text else []


SIZES: Mapping[str, Callable[[str], list[str]]] = {"words": words, "whole": whole, "characters": list}
"""Sizes of pieces, and how a text is split into them."""


@dataclass(slots=True)
class Call:
    id: str | None = None
    name: str = ""
    args: list[str] = field(default_factory=list)
    whole_args: Mapping[str, Any] | None = None

    def parsed(self) -> dict[str, Any]:
        if self.whole_args is not None:
            return dict(self.whole_args)
        try:
            value = json.loads("".join(self.args) or "{}")
        except (ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}


@dataclass(slots=True)
class Draft:
    """A message while it is streamed."""

    step: Step
    """Step that becomes the message."""
    node: str | None = None
    texts: list[str] = field(default_factory=list)
    reasoning: list[str] = field(default_factory=list)
    blocks: list[Any] = field(default_factory=list)
    calls: dict[int, Call] = field(default_factory=dict)
    usage: Any = None
    name: str | None = None
    times: list[float] = field(default_factory=list)
    """Seconds since 1970 of all pieces; empty if the recording has no times."""

    def add(self, piece: Piece) -> None:
        self.node = self.node or piece.node
        self.name = self.name or piece.name
        self.usage = piece.usage or self.usage
        if piece.at is not None:
            self.times.append(piece.at)
        if piece.text is not None and not (self.calls and not piece.text):
            self.texts.append(piece.text)
        if piece.reasoning is not None:
            self.reasoning.append(piece.reasoning)
        if piece.block is not None:
            self.blocks.append(piece.block)
        if piece.call is not None:
            call = self.calls.setdefault(piece.call, Call())
            call.id = call.id or piece.call_id
            call.name = call.name or piece.call_name or ""
            call.whole_args = piece.whole_args if piece.whole_args is not None else call.whole_args
            if piece.args:
                call.args.append(piece.args)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @property
    def has_words(self) -> bool:
        """Return whether the text was streamed word by word."""
        return [piece for piece in self.texts if piece] == words(self.text)

    def message(self, message_id: str) -> Message:
        """Return the message, if it was recorded only in pieces."""
        calls = [{"id": call.id, "name": call.name, "args": call.parsed()} for call in self.calls.values()]
        reasoning = "".join(self.reasoning)
        return Message(
            "ai",
            message_id,
            self.name,
            self.text,
            reasoning,
            self.blocks,
            [call for call in calls if call["name"]],
            self.usage,
        )

    def finish(self, message: Message) -> list[str]:
        """Fill the step with the message. Return what is lost, without its location."""
        message = replace(message, usage=message.usage or self.usage, name=message.name or self.name)
        streamed = [*self.reasoning, *(piece for call in self.calls.values() for piece in call.args)]
        lost = []
        texts = self._texts(message)
        size = next((size for size in SIZES if self._has_size(size, texts)), None)
        self.step |= spoken(message)
        if size is None:
            size = next((size for size in SIZES if self._has_size(size, None)), None)
            if size is None and streamed:
                lost.append("the pieces of the reasoning or of the arguments of calls")
            self.step.pop("say", None)
            self.step["chunks"] = literal(texts)
        elif size != "words":
            self.step["chunks"] = size
        self._set_speed()
        return lost

    def _texts(self, message: Message) -> list[str]:
        """Return the pieces without the empty one that a scenario sends at the end by itself."""
        has_end = bool(message.calls or message.usage)
        has_others = bool(message.text or message.reasoning or message.blocks)
        texts = self.texts
        if texts and not texts[-1] and (has_end or not has_others):
            texts = texts[:-1]
        return texts if "".join(texts) == message.text else SIZES["words"](message.text)

    def _has_size(self, size: str, texts: Sequence[str] | None) -> bool:
        """Return whether the message was streamed in pieces of a size."""
        split = SIZES[size]
        wholes = [self.reasoning, *(call.args for call in self.calls.values())]
        wholes += [] if texts is None else [list(texts)]
        return all(pieces == split("".join(pieces)) for pieces in wholes)

    def _set_speed(self) -> None:
        """Set the recorded pace, unless it is that of a server without a model."""
        speed: dict[str, Any] = {}
        seconds = self.times[-1] - self.times[0] if self.times else 0.0
        pauses = len(self.times) - 1
        if pauses > 0 and seconds > pauses * MIN_PIECE_SECONDS:
            speed["tokens_per_second"] = max(round(pauses / seconds, 1), 0.1)
        gap = self.step.pop("__gap__", 0.0)
        if speed or gap >= MIN_PAUSE_SECONDS:
            speed["first_token"] = duration(gap)
        if speed:
            self.step["speed"] = speed


def spoken(message: Message) -> Step:
    """Return the step of a whole message."""
    step: Step = {}
    if message.reasoning:
        step["reasoning"] = literal(message.reasoning)
    if message.text or not (message.reasoning or message.blocks or message.calls):
        step["say"] = literal(message.text)
    if message.blocks:
        step["content"] = [{"block": literal(dict(block))} for block in message.blocks]
    if message.calls:
        step["tools"] = [_call(call) for call in message.calls]
    if usage := _usage(message.usage):
        step["usage"] = usage
    if message.name:
        step["name"] = literal(message.name)
    return step


def _call(call: Any) -> dict[str, Any]:
    made = {"name": call["name"], "__id__": call["id"], "__args__": call["args"]}
    return {**made, "args": literal(dict(call["args"]))} if call["args"] else made


def _usage(usage: Any) -> dict[str, Any]:
    """Return the usage in the form of scenarios."""
    made: dict[str, Any] = {}
    for key, value in (usage or {}).items():
        if key in {"input_tokens", "output_tokens"} and _is_count(value):
            made[key] = value
        if key in {"input_token_details", "output_token_details"} and isinstance(value, dict):
            details = {name: count for name, count in value.items() if _is_count(count)}
            made |= {key: details} if details else {}
    return made


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def duration(seconds: float) -> float:
    """Return seconds in the precision and within the limits of scenarios."""
    return min(max(round(seconds, 3), 0.0), 3600.0)

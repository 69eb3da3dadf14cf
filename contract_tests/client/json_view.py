"""JSON of a response as checks read it: objects and arrays that remember their place in it.

A check reads `run.json["metadata"]["colour"]` without considering targets that send no metadata. A missing
value raises `Unreadable` with its JSON pointer, which becomes a finding of that check. A mistake in the check
itself, such as a misspelt variable, does not.

Other values can't remember their place. The last value read is therefore recorded, and a Python error about
a value of its type (`'NoneType' object is not subscriptable`) is attributed to it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from typing_extensions import override

from contract_tests.contract import Json
from contract_tests.text.visible import one_line, pointed

WORD_PATTERN = re.compile(r"\w+")

OF_OBJECTS = ("get", "keys", "values", "items")
"""Methods that only objects have."""


class Unreadable(LookupError):
    """The JSON of a response lacks a value that a check reads, or the value has another type."""

    def __init__(self, source: "Source", pointer: str, expected: str, received: str) -> None:
        super().__init__(source, pointer, expected, received)
        self.source = source
        self.pointer = pointer
        self.expected = expected
        self.received = received

    def __str__(self) -> str:
        return f"expected {self.expected} at {self.pointer or '/'}, received {self.received}"


@dataclass(eq=False)
class Source:
    """Response, or one of its events, and the values read of it."""

    name: str = ""
    """First part of the pointers: the name of the event. Empty for a response."""
    last: tuple["Place", Json] | None = None
    """Value last read."""
    pointers: set[str] = field(default_factory=set)
    """Pointers to all values read."""

    def view(self, value: Json) -> Json:
        return Place(self, pointed([self.name] if self.name else [])).read(value)


@dataclass(frozen=True)
class Place:
    source: Source = field(repr=False)
    pointer: str

    def at(self, key: Any) -> "Place":
        """Return the place of a member. Array items are all `*`: ten equal mistakes count as one."""
        return Place(self.source, self.pointer + pointed(["*" if isinstance(key, int) else str(key)]))

    def read(self, value: Json) -> Json:
        """Return the value and record it as the last one read."""
        viewed = self.viewed(value)
        self.source.last = (self, viewed)
        self.source.pointers.add(self.pointer)
        return viewed

    def viewed(self, value: Json) -> Json:
        if isinstance(value, JsonObject | JsonArray):
            return value
        if isinstance(value, dict):
            return JsonObject(self, value)
        return JsonArray(self, value) if isinstance(value, list) else value

    def lacks(self, expected: str, received: str) -> NoReturn:
        raise Unreadable(self.source, self.pointer, expected, received)


class JsonObject(dict[str, Any]):
    """Object in a response."""

    def __init__(self, place: Place, fields: dict[str, Any]) -> None:
        super().__init__((key, place.at(key).viewed(value)) for key, value in fields.items())
        self.place = place

    @override
    def __getitem__(self, key: Any) -> Json:
        return self.place.at(key).read(super().__getitem__(key))

    @override
    def __contains__(self, key: object) -> bool:
        self.place.source.pointers.add(self.place.at(key).pointer)
        return super().__contains__(key)

    def __missing__(self, key: Any) -> NoReturn:
        if not isinstance(key, str):
            self.place.lacks("an array", "an object")
        self.place.at(key).lacks(f"the field {key}", "no such field")

    @override
    def get(self, key: Any, default: Any = None) -> Json:
        return self[key] if key in self else self.place.at(key).read(default)

    @override
    def __or__(self, other: Any) -> "JsonObject":  # type: ignore[override]  # it may have other keys
        return JsonObject(self.place, {**self, **other})


class JsonArray(list[Any]):
    """Array in a response."""

    def __init__(self, place: Place, items: Iterable[Any]) -> None:
        super().__init__(place.at(number).viewed(each) for number, each in enumerate(items))
        self.place = place

    @override
    def __getitem__(self, key: Any) -> Json:
        if isinstance(key, slice):
            return JsonArray(self.place, super().__getitem__(key))
        if not isinstance(key, int):
            self.place.lacks("an object", "an array")
        if not -len(self) <= key < len(self):
            self.place.at(key).lacks("an item", f"an array of {len(self)}")
        return self.place.at(key).read(super().__getitem__(key))

    @override
    def __iter__(self) -> Iterator[Any]:
        for number, each in enumerate(super().__iter__()):
            yield self.place.at(number).read(each)

    def __getattr__(self, name: str) -> NoReturn:
        if name in OF_OBJECTS:
            self.place.lacks("an object", "an array")
        raise AttributeError(f"'JsonArray' object has no attribute {name!r}")


def unreadable(error: Exception, sources: Iterable[Source]) -> Unreadable | None:
    """Return the problem in the target's JSON that caused the error; `None` if the mistake is ours.

    `sources` are in the order of their arrival.
    """
    if isinstance(error, Unreadable):
        return error
    for source in reversed([*sources]):
        if source.last is not None and _is_about(error, source.last[1]):
            place, value = source.last
            return Unreadable(source, place.pointer, "a value of another type", one_line(value))
    return None


def _is_about(error: Exception, value: Json) -> bool:
    """Return whether the message of a Python error refers to the value.

    It contains the type of a misused value, and the representation of one that can't be converted.
    """
    if isinstance(error, TypeError | AttributeError):
        return type(value).__name__ in WORD_PATTERN.findall(str(error))
    return isinstance(error, ValueError) and isinstance(value, str) and repr(value) in str(error)

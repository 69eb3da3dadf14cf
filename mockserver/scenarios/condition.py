"""Conditions of turns and answers."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import SchemaError

from mockserver.scenarios.base import Strict

MAX_MATCHED_CHARS = 100_000
"""Characters of a text that a regex is matched against."""


@lru_cache(maxsize=1000)
def matcher(pattern: str) -> TypeAdapter[str]:
    """Return a matcher by pydantic's regex engine, which takes linear time. Raises: SchemaError."""
    return TypeAdapter(Annotated[str, StringConstraints(pattern=pattern)])


def compilable(pattern: str) -> str:
    try:
        matcher(pattern)
    except SchemaError as error:
        problem = str(error).partition("error: ")[2].strip() or "not a regular expression"
        raise ValueError(f"{problem}; look-around and back-references are not supported") from error
    return pattern


class Condition(Strict):
    """All given parts must match."""

    equals: Any = None
    """The text, apart from upper and lower case and surrounding spaces; for an answer also any JSON value."""
    contains: str | None = None
    """A part of the text, in upper or lower case."""
    regex: Annotated[str, AfterValidator(compilable)] | None = None
    """A regular expression that matches a part of the text."""
    turn: Annotated[int, Field(ge=1)] | None = None
    """Number of the human message in the thread, from 1."""
    state: dict[str, Any] | None = None
    """Values that the state has; `null` also for a missing key."""

    def admits(self, value: Any, *, turn: int = 1, state: Mapping[str, Any]) -> bool:
        text = text_of(value)
        return (
            ("equals" not in self.model_fields_set or self.equals == value or same(self.equals, text))
            and (self.contains is None or self.contains.casefold() in text.casefold())
            and (self.regex is None or found(self.regex, text))
            and (self.turn is None or self.turn == turn)
            and (self.state is None or all(state.get(key) == there for key, there in self.state.items()))
        )


def shorthand(value: Any) -> Any:
    """Convert a bare text to `contains`."""
    return {"contains": value} if isinstance(value, str) else value


When = Annotated[Condition, BeforeValidator(shorthand, json_schema_input_type=str | Condition)]
"""A condition; a bare text is a part of the text to match."""


def same(expected: Any, text: str) -> bool:
    return isinstance(expected, str) and expected.strip().casefold() == text.strip().casefold()


def found(pattern: str, text: str) -> bool:
    try:
        matcher(pattern).validate_python(text[:MAX_MATCHED_CHARS])
    except ValidationError:
        return False
    return True


def text_of(value: Any) -> str:
    """Return the text of a message, or of an answer: its decision if it has one.

    A decision is `{"decisions": [{"type": "approve"}]}` or, in the older inbox, `[{"type": "accept"}]`.
    """
    match value:
        case str():
            return value
        case bool():
            return str(value).lower()
        case {"decisions": [first, *_]} | [first, *_]:
            return text_of(first)
        case {"type": str(kind)}:
            return kind
    return "" if value is None else str(value)

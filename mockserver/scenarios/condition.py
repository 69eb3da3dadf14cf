"""Conditions of turns and answers."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import SchemaError

from mockserver.scenarios.strict_model import Strict

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
        problem = str(error).partition("error: ")[2].strip() or "not supported"
        raise ValueError(f"{pattern!r} is not a valid regular expression: {problem}") from error
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
    """Convert a bare text to `contains`.

    Raises:
        ValueError: neither a text nor an object.

    """
    if not isinstance(value, str | dict | Condition):
        raise ValueError(  # noqa: TRY004 - pydantic reports only ValueErrors
            "must be a text (in quotes if it looks like a number) or an object such as `{ equals: Hi }`"
        )
    return {"contains": value} if isinstance(value, str) else value


When = Annotated[Condition, BeforeValidator(shorthand, json_schema_input_type=str | Condition)]
"""A condition; a bare text is a part of the text to match."""


class Conditional(Protocol):
    """A turn or an answer, taken if its condition matches."""

    @property
    def when(self) -> Condition | None:
        """Return the condition; `None` always matches."""


Some = TypeVar("Some", bound=Conditional)


def reachable(alternatives: list[Some]) -> list[Some]:
    """Return the alternatives unchanged.

    Raises:
        ValueError: one without a condition is not the last, so the later ones could never be taken.

    """
    for number, each in enumerate(alternatives[:-1], 1):
        if each.when is None:
            raise ValueError(
                f"item {number} has no `when`, so later ones are never taken; move it to the end"
            )
    return alternatives


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

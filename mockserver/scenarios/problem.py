"""Problems of scenario files, with their lines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from contract_tests.text.suggestion import closest, did_you_mean
from mockserver.scenarios.scenario import Scenario
from mockserver.scenarios.steps import KINDS, STEP_KEYS, UNKNOWN_STEP, FanOut, Subgraph
from mockserver.scenarios.strict_model import Strict, keys_of

Path = tuple[str | int, ...]
"""Keys and indexes from the top of a document to a value."""

MAX_VALUE_CHARS = 50
"""Characters of a text that a problem repeats."""


@dataclass(frozen=True, slots=True)
class Problem:
    source: str
    """File or other origin of the scenario."""
    line: int
    message: str
    place: str = ""
    """Keys and indexes such as `turns.0.steps.1`; `""` for the whole document."""

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.message}"


def problems_of(
    error: ValidationError, document: Any, lines: Mapping[Path, int], source: str
) -> list[Problem]:
    """Return the problems in the order of their lines, one for each place."""
    found: dict[Path, Problem] = {}
    for detail in error.errors():
        place = _within(document, detail["loc"])
        exact = (*place, _misspelt(detail["input"])) if detail["type"] == UNKNOWN_STEP else place
        line = next(lines[exact[:size]] for size in range(len(exact), -1, -1) if exact[:size] in lines)
        inside = place[:-1] if detail["type"] == "extra_forbidden" else place
        problem = Problem(source, line, _message(detail, place), ".".join(map(str, inside)))
        found.setdefault(place, problem)
    return sorted(found.values(), key=lambda problem: problem.line)


OWNERS_OF_STEPS = frozenset({Subgraph.__name__, FanOut.__name__, "parallel", "tools"})
"""Places below which `steps` is always written."""


def _within(document: Any, location: Sequence[str | int]) -> Path:
    """Return the part of pydantic's location that the document has; the rest is about models."""
    place: list[str | int] = []
    above: str | int = ""
    for before, key in pairwise(("", *location)):
        above = above if isinstance(before, int) else before
        is_inline = isinstance(document, dict) and not KINDS.keys().isdisjoint(document)
        if key == "steps" and is_inline and above not in OWNERS_OF_STEPS:
            continue
        is_key = isinstance(document, dict) and key in document
        if is_key or (isinstance(document, list) and isinstance(key, int) and key < len(document)):
            document = document[key]
            place.append(key)
    return tuple(place)


def _message(detail: ErrorDetails, place: Path) -> str:
    name = ".".join(map(str, place))
    match detail["type"]:
        case "extra_forbidden":
            return _unknown_key(str(detail["loc"][-1]), _model(detail["loc"][:-1]))
        case kind if kind == UNKNOWN_STEP:
            return _unknown_step(detail["input"])
        case "missing":
            missing = str(detail["loc"][-1])
            if missing == "turns":
                return "add `say: Hello`, `steps` or `turns`"
            return f"{name}: {missing} is missing" if name else f"{missing} is missing"
    return f"{name}: {_expected(detail)}" if name else _expected(detail)


OTHER_WORDS: Mapping[str, str] = {
    "if": "when",
    "match": "when",
    "text": "say",
    "reply": "say",
    "respond": "say",
    "response": "say",
    "code": "status",
    "delay": "wait",
    "pause": "wait",
    "sleep": "wait",
    "ask": "interrupt",
    "question": "interrupt",
}
"""Keys of the format by words that other mocks have for them."""


def _unknown_key(key: str, model: type[Strict]) -> str:
    """Return the problem with the closest key of the model or, since steps may be inline, of any model."""
    if key in KINDS:
        main = "turns" if model is Scenario else next((k for k, each in KINDS.items() if each is model), "")
        if main == "turns":
            return f"{key!r} and 'turns' exclude each other; move it into one of the turns"
        if main:
            return f"{key!r} and {main!r} are two steps; write each as an item of `steps`"
        if "steps" in model.model_fields and model.model_fields["steps"].is_required():
            return f"{key!r} and 'steps' exclude each other; move it into one of the items of `steps`"
    anywhere = [known for each in _below(Strict) for known in keys_of(each) if known != key]
    if (other := OTHER_WORDS.get(key.lower())) and other in anywhere:
        return f"unknown key {key!r}; did you mean {other!r}?"
    hint = did_you_mean(key, anywhere, otherwise=f"use {', '.join(keys_of(model))}")
    return f"unknown key {key!r}; {did_you_mean(key, keys_of(model), otherwise=hint)}"


def _model(location: Sequence[str | int]) -> type[Strict]:
    """Return the model at a location, in which members of unions are named by their class."""
    classes = {model.__name__: model for model in _below(Strict)}
    model: type[Strict] = Scenario
    for key in location:
        if key in classes:
            model = classes[str(key)]
        elif key in model.model_fields:
            inside = [*_models(model.model_fields[str(key)].annotation)]
            model = inside[0] if len(inside) == 1 else model
    return model


def _models(annotation: Any) -> Iterator[type[Strict]]:
    if isinstance(annotation, type) and issubclass(annotation, Strict):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _below(model: type[Strict]) -> Iterator[type[Strict]]:
    for each in model.__subclasses__():
        yield each
        yield from _below(each)


def _unknown_step(given: Any) -> str:
    if not isinstance(given, dict) or not given:
        return f"a step is a text or an object such as `say: Hello`, not {_short(given)}"
    key = _misspelt(given)
    near = _meant(key)
    return f"unknown step {key!r}; " + (
        f"did you mean {near!r}?" if near else f"use one of {', '.join(KINDS)}"
    )


def _misspelt(step: Any) -> str:
    """Return the key that is similar to that of a step, or the first one; `""` if there is none."""
    keys = [*map(str, step)] if isinstance(step, dict) else []
    return next(filter(_meant, keys), next(iter(keys), ""))


def _meant(key: str) -> str | None:
    other = OTHER_WORDS.get(key.lower())
    return other if other in KINDS else closest(key, STEP_KEYS)


EXPECTED: Mapping[str, str] = {
    "model_type": "an object",
    "model_attributes_type": "an object",
    "dict_type": "an object",
    "list_type": "a list",
    "string_type": "text (in quotes if it looks like a number)",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
}
"""Expected types by the type of pydantic's error."""


def _expected(detail: ErrorDetails) -> str:
    prefix = "Input should be "
    if expected := EXPECTED.get(detail["type"]):
        return f"must be {expected}, not {_short(detail['input'])}"
    if detail["type"] in {"too_short", "string_too_short"}:
        return "must not be empty"
    if detail["type"] == "string_pattern_mismatch":
        return f"{_short(detail['input'])} must match the pattern {detail['ctx']['pattern']}"
    if detail["msg"].startswith(prefix):
        return f"must be {detail['msg'].removeprefix(prefix)}, not {_short(detail['input'])}"
    return detail["msg"].removeprefix("Value error, ")


def _short(value: Any) -> str:
    match value:
        case None:
            return "empty"
        case bool() | int() | float():
            return str(value).lower()
        case str():
            return repr(value if len(value) < MAX_VALUE_CHARS else f"{value[:MAX_VALUE_CHARS]}…")
        case list():
            return "a list"
    return "an object"

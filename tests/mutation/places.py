"""Places in JSON: which there are by a schema, and values with something else at one of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.contract import Contract

ANY = "*"
"""In a path: each item of a list, each value of a map."""

ALTERNATIVES = ("allOf", "anyOf", "oneOf")

Path = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    path: Path
    schemas: tuple[Mapping[str, Any], ...]
    """What is said of it, in all alternatives."""
    is_required: bool

    @property
    def pointer(self) -> str:
        return "".join(f"/{part}" for part in self.path) or "/"


def places(contract: Contract, schema: Mapping[str, Any]) -> tuple[Place, ...]:
    """Each place once, however many alternatives have it. The whole is none."""
    found: dict[Path, list[tuple[Mapping[str, Any], bool]]] = {}
    for path, there, is_required in _below(contract, schema, ()):
        found.setdefault(path, []).append((there, is_required))
    return tuple(
        Place(path, tuple(there for there, _ in known), any(required for _, required in known))
        for path, known in found.items()
    )


def _below(
    contract: Contract, schema: Any, path: Path, entered: tuple[str, ...] = ()
) -> Iterator[tuple[Path, Mapping[str, Any], bool]]:
    """Schemas go round in circles: a state has tasks, which have states. Each is entered once."""
    if not isinstance(schema, Mapping) or schema.get("$ref") in entered:
        return
    entered = (*entered, schema["$ref"]) if "$ref" in schema else entered
    schema = contract.resolve(schema)
    for part in (part for word in ALTERNATIVES for part in schema.get(word, ())):
        yield from _below(contract, part, path, entered)
    for branch in filter(schema.__contains__, ("then", "else")):
        yield from _below(contract, schema[branch], path, entered)
    for name, there in schema.get("properties", {}).items():
        if there is False:
            continue
        yield (*path, name), {} if there is True else there, name in schema.get("required", ())
        yield from _below(contract, there, (*path, name), entered)
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), Mapping):
            yield (*path, ANY), schema[word], False
            yield from _below(contract, schema[word], (*path, ANY), entered)


def changed(value: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """The value, with what `change` makes of the thing at the path; as it was, if there is none."""
    if not path:
        return change(value)
    first, *rest = path
    if isinstance(value, list) and first == ANY:
        return [changed(each, tuple(rest), change) for each in value]
    if not isinstance(value, dict):
        return value
    names = [*value] if first == ANY else [name for name in value if name == first]
    return {**value, **{name: changed(value[name], tuple(rest), change) for name in names}}


def without(value: Any, path: Path) -> Any:
    """The value, without the field at the path."""
    name = path[-1]

    def less(there: Any) -> Any:
        if not isinstance(there, dict):
            return there
        return {key: each for key, each in there.items() if key != name}

    return changed(value, path[:-1], less)

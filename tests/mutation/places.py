"""Places in JSON that a schema describes, and functions that change the value at a place."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.contract import Contract

ANY = "*"
"""Path element for every item of a list or every value of a map."""

ALTERNATIVES = ("allOf", "anyOf", "oneOf")

Path = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    path: Path
    schemas: tuple[Mapping[str, Any], ...]
    """Schemas of the place from all alternatives."""
    is_required: bool

    @property
    def pointer(self) -> str:
        return "".join(f"/{part}" for part in self.path) or "/"


def places(contract: Contract, schema: Mapping[str, Any]) -> tuple[Place, ...]:
    """Return each place once, even if several alternatives describe it, without the root."""
    schemas_of: dict[Path, list[tuple[Mapping[str, Any], bool]]] = {}
    for path, subschema, is_required in _below(contract, schema, ()):
        schemas_of.setdefault(path, []).append((subschema, is_required))
    return tuple(
        Place(path, tuple(subschema for subschema, _ in known), any(required for _, required in known))
        for path, known in schemas_of.items()
    )


def _below(
    contract: Contract, schema: Any, path: Path, entered: tuple[str, ...] = ()
) -> Iterator[tuple[Path, Mapping[str, Any], bool]]:
    """Yield the places below a schema. Recursive schemas (states, tasks) are entered once per branch."""
    if not isinstance(schema, Mapping) or schema.get("$ref") in entered:
        return
    entered = (*entered, schema["$ref"]) if "$ref" in schema else entered
    schema = contract.resolve(schema)
    for part in (part for word in ALTERNATIVES for part in schema.get(word, ())):
        yield from _below(contract, part, path, entered)
    for branch in filter(schema.__contains__, ("then", "else")):
        yield from _below(contract, schema[branch], path, entered)
    for name, subschema in schema.get("properties", {}).items():
        if subschema is False:
            continue
        yield (*path, name), {} if subschema is True else subschema, name in schema.get("required", ())
        yield from _below(contract, subschema, (*path, name), entered)
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), Mapping):
            yield (*path, ANY), schema[word], False
            yield from _below(contract, schema[word], (*path, ANY), entered)


def changed(value: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """Return a copy with `change` applied at the path, or an equal value if the path does not exist."""
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
    """Return a copy without the field at the path."""
    name = path[-1]

    def less(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {key: each for key, each in value.items() if key != name}

    return changed(value, path[:-1], less)

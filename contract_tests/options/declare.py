"""An option as a field of a dataclass: what the command line, pytest and a config file have to know of it."""

import dataclasses
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Union, get_args, get_origin, get_type_hints

METADATA = "option"


@dataclass(frozen=True)
class Option:
    field: str
    """Name of the field that has its value."""
    name: str
    """What people write: on the command line behind `--`, in a config file as the key."""
    help: str
    kind: type
    """`bool` is a flag; `Path` is the path of a file."""
    default: Any
    is_many: bool
    """Whether it may be given again and again; its value is a tuple then."""
    metavar: str | None = None
    choices: tuple[Any, ...] = ()
    least: float | None = None
    """The smallest value there may be."""
    is_for_pytest: bool = True
    """Whether pytest has no word of its own for it."""


def option(help: str, *, default: Any = None, name: str = "", **more: Any) -> Any:  # noqa: A002 - as click calls it
    """Declare a field that is an option. `more` is of `Option`."""
    return field(default=default, metadata={METADATA: {"help": help, "name": name, **more}})


def options_of(table: type) -> Iterator[Option]:
    """In the order in which they are declared."""
    kinds = get_type_hints(table)
    for each in dataclasses.fields(table):
        if METADATA in each.metadata:
            yield _option(each, kinds[each.name], each.metadata[METADATA])


def _option(declared: dataclasses.Field[Any], annotation: Any, told: Mapping[str, Any]) -> Option:
    name = told["name"] or declared.name.replace("_", "-")
    kind, is_many = _kind(annotation)
    facts = {key: value for key, value in told.items() if key != "name"}
    return Option(declared.name, name, kind=kind, default=declared.default, is_many=is_many, **facts)


def _kind(annotation: Any) -> tuple[type, bool]:
    """The type of one value, and whether there may be many: `tuple[str, ...]` is `str` and many."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0], True
    if get_origin(annotation) in {Union, types.UnionType}:
        return next(each for each in get_args(annotation) if each is not type(None)), False
    kind: type = annotation
    return kind, False

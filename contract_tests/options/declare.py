"""Options as fields of a dataclass, with everything that the command line, pytest and a config file need."""

import dataclasses
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Union, get_args, get_origin, get_type_hints

METADATA = "option"


@dataclass(frozen=True)
class Option:
    field: str
    """Name of the field that holds its value."""
    name: str
    """Name as users write it: after `--` on the command line, as the key in a config file."""
    help: str
    kind: type
    """`bool` for a flag, `Path` for the path of a file."""
    default: Any
    is_many: bool
    """True if the option may be repeated; its value is then a tuple."""
    metavar: str | None = None
    choices: tuple[Any, ...] = ()
    least: float | None = None
    """Minimum of the value. `None` means no minimum."""
    most: float | None = None
    """Maximum of the value. `None` means no maximum."""
    is_for_pytest: bool = True
    """False if pytest already has such an option."""


def option(help: str, *, default: Any = None, name: str = "", **more: Any) -> Any:  # noqa: A002 - as in click
    """Declare a field as an option. `more` contains further fields of `Option`."""
    return field(default=default, metadata={METADATA: {"help": help, "name": name, **more}})


def options_of(table: type) -> Iterator[Option]:
    """Yield the options in the order of their declaration."""
    kinds = get_type_hints(table)
    for each in dataclasses.fields(table):
        if METADATA in each.metadata:
            yield _option(each, kinds[each.name], each.metadata[METADATA])


def _option(declared: dataclasses.Field[Any], annotation: Any, given: Mapping[str, Any]) -> Option:
    name = given["name"] or declared.name.replace("_", "-")
    kind, is_many = _kind(annotation)
    facts = {key: value for key, value in given.items() if key != "name"}
    return Option(declared.name, name, kind=kind, default=declared.default, is_many=is_many, **facts)


def _kind(annotation: Any) -> tuple[type, bool]:
    """Return the type of a single value, and whether the option repeats, as for `tuple[str, ...]`."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0], True
    if get_origin(annotation) in {Union, types.UnionType}:
        return next(each for each in get_args(annotation) if each is not type(None)), False
    kind: type = annotation
    return kind, False

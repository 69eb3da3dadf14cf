"""Alternatives of a schema: their names, and the one that an invalid value is meant to match."""

from collections.abc import Iterator

from jsonschema_rs import ValidationError, ValidationErrorKind

from contract_tests.contract import Json
from contract_tests.text.visible import one_line

Kind = ValidationErrorKind


def named(schema: Json) -> str:
    """Return the name of an alternative, or what else it requires."""
    name = one_line(schema) if schema else "any value"
    match schema:
        case {"$ref": str(reference)}:
            name = reference.rsplit("/", 1)[-1]
        case {"const": value}:
            name = one_line(value)
        case {"enum": values}:
            name = " or ".join(map(one_line, values))
        case {"type": str() | list() as types}:
            name = " or ".join([types] if isinstance(types, str) else types)
        case {"anyOf": alternatives} | {"oneOf": alternatives}:
            name = " or ".join(map(named, alternatives))
        case {"allOf": parts}:
            name = " and ".join(map(named, parts))
    return name


def of_meant(error: ValidationError) -> Iterator[ValidationError]:
    """Yield the errors of the alternative that was meant, or the error itself if that is not clear.

    It has the value's type and, of the others, the constants that name an alternative.
    """
    kind = error.kind
    branches = (
        [each for each in kind.context if each] if isinstance(kind, Kind.AnyOf | Kind.OneOfNotValid) else []
    )
    ranked = sorted((_distance(error, each), number) for number, each in enumerate(branches))
    is_clear = ranked and (len(ranked) == 1 or ranked[0][0] < ranked[1][0])
    if not is_clear or ranked[0][0][0]:
        yield error
        return
    for each in branches[ranked[0][1]]:
        yield from of_meant(each)


def _distance(error: ValidationError, branch: list[ValidationError]) -> tuple[bool, int, int]:
    """Return whether the value has another type, the number of other constants, and that of all errors."""
    is_other_type = any(
        isinstance(each.kind, Kind.Type) and each.instance_path == error.instance_path for each in branch
    )
    constants = sum(isinstance(each.kind, Kind.Constant | Kind.Enum) for each in branch)
    return is_other_type, constants, len(branch)

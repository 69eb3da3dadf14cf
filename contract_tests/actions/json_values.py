"""JSON values of every kind, for the places where the contract takes any JSON.

Halves of surrogate pairs, the character NUL and integers beyond 64 bits are not among them: databases and
parsers reject them.
"""

from collections.abc import Callable, Iterator, Mapping

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import NO_FIELD, InvalidResponse, RequestRefused, RequirementNotMet
from contract_tests.harness import expect
from contract_tests.harness.check_context import CheckContext

JSON_VALUES: Mapping[str, Json] = {
    "zero": 0,
    "negative": -7,
    "negative_zero": -0.0,
    "whole": 1.0,
    "fraction": 0.1,
    "seventeen_digits": 0.30000000000000004,
    "small": 1e-7,
    "smallest": 5e-324,
    "large": 1e308,
    "safe_integer": 2**53 - 1,
    "unsafe_integer": 2**53 + 1,
    "int64": 2**63 - 1,
    "uint64": 2**64 - 1,
    "true": True,
    "false": False,
    "null": None,
    "empty_text": "",
    "empty_object": {},
    "empty_array": [],
    "text": "Grüße, 世界",
    "astral_text": "🙂 𐍈",
    "combining_text": "e\u0301 and é",
    "escapes": '" \\ / \b \f \n \r \t',
    "control_characters": "\x01 \x1f \x7f",
    "separators": "\u2028 \u2029 \ufeff",
    "markup": "<script>&amp;</script>",
    "timestamp": "2024-01-01T00:00:00Z",
    "text_of_number": "007",
    "text_of_null": "null",
    "array": [1, "two", None, True, {"three": None}, []],
    "deep": [[[[[[[[{"a": {"b": [{}, [], None, False]}}]]]]]]]],
    "names": {"": 1, " ": 2, "a.b": 3, "a/b": 4, "~": 5, "$eq": 6, "世": 7, "🙂": 8},
}
"""Values by name. All of them in one object are a JSON value, too."""

AT_THE_TOP = ("null", "false", "zero", "empty_text", "empty_object", "empty_array")
"""Names of values that a server may drop from the top of an object."""

ALL = "all"
"""Name of the field that holds all values."""


def json_object() -> dict[str, Json]:
    """Return an object with all values and with few fields, whose number servers may limit."""
    return {**{name: JSON_VALUES[name] for name in AT_THE_TOP}, ALL: dict(JSON_VALUES)}


Keep = Callable[[dict[str, Json]], tuple[Exchange, Json]]
"""Function that sends an object, and returns where the target shows it and what it shows."""


def expect_kept(ctx: CheckContext, keep: Keep, pointer: str) -> None:
    """Require that the target keeps the values of `json_object`. The kept object may have other fields.

    A finding is about the one value that the target rejects or changes, sent alone: its replay stays short.
    """
    whole = json_object()
    try:
        _expect_object(ctx, *keep(whole), whole, pointer)
    except RequestRefused:
        for _, alone in _each_alone():
            keep(alone)
        raise
    except InvalidResponse as failed:
        for _, alone in _each_alone():
            _keep_instead(ctx, keep, alone, failed)
        raise
    except RequirementNotMet as broken:
        for place, alone in _each_alone():
            if broken.pointer == f"{pointer}{place}":
                _expect_object(ctx, *keep(alone), alone, pointer)
        raise


def _keep_instead(ctx: CheckContext, keep: Keep, alone: dict[str, Json], failed: InvalidResponse) -> None:
    """Send one value. If it fails at the same operation, its response takes the place of the former one."""
    try:
        keep(alone)
    except InvalidResponse as own:
        if own.exchange.operation_id == failed.exchange.operation_id and failed in ctx.wrong:
            ctx.wrong.remove(failed)
        raise


def _each_alone() -> Iterator[tuple[str, dict[str, Json]]]:
    """Yield each value of `json_object` as the only one, and its place."""
    for name in AT_THE_TOP:
        yield f"/{name}", {name: JSON_VALUES[name]}
    for name, value in JSON_VALUES.items():
        yield f"/{ALL}/{name}", {ALL: {name: value}}


def _expect_object(
    ctx: CheckContext, exchange: Exchange, found: Json, sent: Mapping[str, Json], pointer: str
) -> None:
    top = {name: value for name, value in sent.items() if name != ALL}
    _expect_values(ctx, exchange, found, top, pointer)
    within = found.get(ALL) if isinstance(found, Mapping) else None
    _expect_values(ctx, exchange, within, sent.get(ALL, {}), f"{pointer}/{ALL}")


def _expect_values(
    ctx: CheckContext, exchange: Exchange, found: Json, values: Mapping[str, Json], pointer: str
) -> None:
    members = found if isinstance(found, Mapping) else {}
    for name, value in values.items():
        received = expect.difference(members[name], value) if name in members else NO_FIELD
        ctx.expect(
            name in members and is_equal(members[name], value),
            expected=expect.shown(value),
            received=received,
            exchange=exchange,
            pointer=f"{pointer}/{name}",
        )


def is_equal(found: Json, expected: Json) -> bool:
    """Return whether two values are equal to a JavaScript client, which reads all numbers as doubles.

    Unlike in Python, `true` is not 1. Unlike in `expect.is_same`, a time has to keep its text.
    """
    if isinstance(found, Mapping) and isinstance(expected, Mapping):
        return found.keys() == expected.keys() and all(
            is_equal(found[name], expected[name]) for name in expected
        )
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(is_equal, found, expected))
    if _is_number(found) and _is_number(expected):
        return _as_double(found) == _as_double(expected)
    return type(found) is type(expected) and bool(found == expected)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_double(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")

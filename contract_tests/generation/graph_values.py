"""Values in requests that the graph interprets, and those among them that every graph can use."""

from collections.abc import Iterator, Mapping, Sequence

from contract_tests.contract import Json

END = "__end__"
"""Node at which every graph ends."""

USABLE: Mapping[str, Sequence[Json]] = {
    "input": (),
    "values": ({},),
    "update": ({}, []),
    "resume": (),
    "goto": (END, [END]),
    "as_node": (),
}
"""Name of a field -> values that every graph can use. Null stands for the absence of the field."""


def is_for_the_graph(pointer: str) -> bool:
    """Return whether the graph interprets the value of the field, so that it may be unable to use it."""
    return not USABLE.keys().isdisjoint(pointer.split("/"))


def may_be_unusable(pointer: str, value: Json) -> bool:
    """Return whether a graph may be unable to use the value of the field."""
    name = pointer.rpartition("/")[2]
    return is_for_the_graph(pointer) and value is not None and value not in USABLE.get(name, ())


def usable_first(name: str, values: Sequence[Json]) -> Iterator[Json]:
    """Yield the values of a field, with usable ones in place of others of the same form."""
    usable = USABLE.get(name, ())
    yield from usable
    forms = [_form(value) for value in usable]
    yield from (value for value in values if _form(value) not in forms)


def _form(value: Json) -> tuple[type, ...]:
    """Return the type; of a list, also that of its first item."""
    return (list, *(type(each) for each in value[:1])) if isinstance(value, list) else (type(value),)

"""Forms of a request body: one for each JSON-RPC method or command that the body may contain."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from contract_tests.contract import Contract, Json, Operation

COMMANDS = "x-commands"

EXCLUDED = ("connection", "optional")
"""Marks of commands that need a WebSocket, or that servers may lack."""

METHOD, PARAMS = "method", "params"

NEEDING = frozenset({"required", "anyOf"})
"""Keywords of params without which a command may have none."""


@dataclass(frozen=True)
class BodyVariant:
    operation: Operation
    """The operation, with this variant as its only body."""
    name: str = ""
    """Method or command. Empty if the body has one variant."""


def body_variants(contract: Contract, operation: Operation) -> Iterator[BodyVariant]:
    """Yield each variant of the operation's body; one for an operation without alternatives or body."""
    if COMMANDS in operation.raw:
        yield from _commands(contract, operation)
        return
    whole = contract.resolve(operation.body or {})
    alternatives = whole.get("oneOf", ())
    if not alternatives:
        yield BodyVariant(operation)
    for each in map(contract.resolve, alternatives):
        name = _names(contract, each)[0]
        examples = [body for body in whole.get("examples", ()) if body[METHOD] == name]
        schema = {**each, "examples": examples} if examples else each
        yield BodyVariant(with_body(operation, schema), name)


def _commands(contract: Contract, operation: Operation) -> Iterator[BodyVariant]:
    for name, command in contract.resolve(operation.raw[COMMANDS]).items():
        if not any(command.get(mark) for mark in EXCLUDED):
            whole = contract.whole(operation.body)
            fields = {
                **whole["properties"],
                METHOD: {"type": "string", "const": name},
                PARAMS: command[PARAMS],
            }
            needed = [PARAMS] if contract.resolve(command[PARAMS]).keys() & NEEDING else []
            schema = {"type": "object", "properties": fields, "required": [*whole["required"], *needed]}
            yield BodyVariant(with_body(operation, schema), name)


def _names(contract: Contract, schema: Mapping[str, Json]) -> list[str]:
    method = contract.resolve(schema["properties"][METHOD])
    return [*method.get("enum", ()), *([method["const"]] if "const" in method else ())]


def with_body(operation: Operation, schema: Mapping[str, Json]) -> Operation:
    """Return the operation with another schema of its body."""
    content = {"application/json": {"schema": schema}}
    body = {**operation.raw["requestBody"], "content": content}
    return replace(operation, raw={**operation.raw, "requestBody": body})

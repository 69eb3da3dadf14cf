"""Removal of disabled features from a document."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from contract_tests.contract import METHODS, Contract
from contract_tests.text.suggestion import did_you_mean
from mockserver.http.openapi.routing_view import shape

Shapes = Collection[tuple[str, str]]
FEATURE = "x-feature"


class UnknownFeature(Exception):
    """A feature name that no operation of the contract has."""

    def __init__(self, name: str, features: Collection[str]) -> None:
        hint = did_you_mean(name, features, otherwise=f"use {', '.join(sorted(features))}")
        super().__init__(f"unknown feature {name!r}; {hint}")


def shapes_of(contract: Contract, features: Collection[str]) -> Shapes:
    """Return the shapes of the operations of these features.

    Raises:
        UnknownFeature: the contract does not have one of them.

    """
    names = {operation.feature for operation in contract.operations if operation.feature}
    for name in sorted(features):
        if name not in names:
            raise UnknownFeature(name, names)
    return {shape(operation) for operation in contract.operations if operation.feature in features}


def without(contract: Contract, shapes: Shapes, features: Collection[str]) -> Contract:
    if not shapes:
        return contract
    gone = {(each.path, each.method) for each in contract.operations if shape(each) in shapes}
    paths = {
        path: {key: value for key, value in item.items() if not _is_gone(path, key, value, gone, features)}
        for path, item in contract.document["paths"].items()
    }
    served = {path: item for path, item in paths.items() if any(key in METHODS for key in item)}
    tags = _tags(contract, gone)
    return replace(contract, document={**contract.document, **tags, "paths": served})


def _tags(contract: Contract, gone: Collection[tuple[str, str]]) -> dict[str, Any]:
    """Return the tags without those of removed operations only, if the document describes tags."""
    remaining, lost = set[str](), set[str]()
    for each in contract.operations:
        (lost if (each.path, each.method) in gone else remaining).update(each.raw.get("tags", ()))
    described = contract.document.get("tags", [])
    tags = [tag for tag in described if tag["name"] in remaining or tag["name"] not in lost]
    return {"tags": tags} if described else {}


def _is_gone(
    path: str, key: str, value: Any, gone: Collection[tuple[str, str]], features: Collection[str]
) -> bool:
    """Return whether this is a removed operation, or an extension of its path with a removed feature."""
    return (path, key.upper()) in gone or (isinstance(value, Mapping) and value.get(FEATURE) in features)

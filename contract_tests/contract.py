"""The contract: the location of the document, and its operations. All other modules read it from here."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from contract_tests.text import user_file
from contract_tests.text.bounded_yaml import parse

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Json = Any
"""A JSON value: what `json.loads` returns."""


class BrokenContract(Exception):
    """The document can't be read or is not an OpenAPI document. `reason` is one line."""

    def __init__(self, source: Path, reason: str) -> None:
        super().__init__(source, reason)
        self.source = source
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


@dataclass(frozen=True)
class Operation:
    """A method and path pair with its part of the document (references resolved one level)."""

    id: str
    method: str
    """Upper case: `GET`."""
    path: str
    """The template: `/threads/{thread_id}`."""
    area: str
    """The first tag in lower case, words joined by `_`: `threads`."""
    tier: int
    """1: required by a chat UI, 2: SDK and UI usability, 3: platform."""
    feature: str | None
    """Group of operations that a server may lack (`x-feature`). `None` means that none may lack this one."""
    pointer: str
    """JSON pointer to the operation in the document."""
    raw: Mapping[str, Json] = field(repr=False, compare=False)
    parameters: tuple[Mapping[str, Json], ...] = field(repr=False, compare=False)
    responses: Mapping[int, Mapping[str, Json]] = field(repr=False, compare=False)
    """Response objects by status, without `default`."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def success(self) -> tuple[int, ...]:
        return tuple(status for status in self.responses if status < 300)  # noqa: PLR2004

    @property
    def is_stream(self) -> bool:
        """True if a success may be an event stream."""
        return any("text/event-stream" in self.responses[each].get("content", {}) for each in self.success)

    @property
    def body(self) -> Mapping[str, Json] | None:
        """Schema of the JSON request body. `None` means that the operation takes no body."""
        content = self.raw.get("requestBody", {}).get("content", {})
        schema: Mapping[str, Json] | None = content.get("application/json", {}).get("schema")
        return schema


@dataclass(frozen=True)
class Contract:
    """A loaded OpenAPI document."""

    source: Path
    document: Mapping[str, Json] = field(repr=False)
    digest: str
    """SHA-256 of the file, hexadecimal."""

    @property
    def version(self) -> str:
        return str(self.document["info"].get("version", "0"))

    @property
    def upstream_version(self) -> str | None:
        """Version of the reference server that the document was measured on (`info.x-upstream`)."""
        upstream: str | None = self.document["info"].get("x-upstream", {}).get("langgraph-api")
        return upstream

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        return tuple(self._operations())

    @cached_property
    def by_id(self) -> Mapping[str, Operation]:
        return {operation.id: operation for operation in self.operations}

    def resolve(self, node: Json) -> Json:
        """Follow `$ref` within the document and return the node it finally points to."""
        return self.behind(str(node["$ref"]))[1] if isinstance(node, Mapping) and "$ref" in node else node

    def behind(self, pointer: str) -> tuple[str, Json]:
        """Follow a pointer and all references behind it; return the last pointer and its node.

        Raises:
            BrokenContract: a reference has no target, or the references are circular.

        """
        seen = set[str]()
        while isinstance(node := self.at(pointer), Mapping) and "$ref" in node:
            seen.add(pointer)
            pointer = str(node["$ref"])
            if pointer in seen:
                raise BrokenContract(self.source, f"{pointer} is a reference to itself")
        return pointer, node

    def whole(self, schema: Json) -> dict[str, Json]:
        """Return an object schema merged with its `allOf`, the last schema of its `oneOf`, and its `else`."""
        schema = self.resolve(schema)
        last = [*schema.get("oneOf", ())[-1:], schema.get("else", {})]
        parts = [self.whole(part) for part in [*schema.get("allOf", ()), *last] if part]
        properties = [part.get("properties", {}) for part in [*parts, schema]]
        required = [name for part in [*parts, schema] for name in part.get("required", ())]
        merged = {name: value for each in properties for name, value in each.items()}
        return {**schema, "properties": merged, "required": required}

    def at(self, pointer: str) -> Json:
        """Return the node at a JSON pointer.

        Raises:
            BrokenContract: the document has no such node.

        """
        try:
            return self._at(pointer)
        except (KeyError, IndexError, ValueError, TypeError) as error:
            raise BrokenContract(self.source, f"{pointer} leads nowhere") from error

    def _at(self, pointer: str) -> Json:
        node: Json = self.document
        for part in pointer.removeprefix("#").strip("/").split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            node = node[int(key)] if isinstance(node, list) else node[key]
        return node

    def _operations(self) -> Iterator[Operation]:
        for path, item in self.document["paths"].items():
            shared = item.get("parameters", [])
            for method, raw in item.items():
                if method not in METHODS:
                    continue
                tags = raw.get("tags") or ["untagged"]
                yield Operation(
                    id=raw.get("operationId", f"{method} {path}"),
                    method=method.upper(),
                    path=path,
                    area=str(tags[0]).lower().replace(" ", "_"),
                    tier=raw.get("x-tier", 3),
                    feature=raw.get("x-feature"),
                    pointer=f"#/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}",
                    raw=raw,
                    parameters=tuple(self.resolve(p) for p in [*shared, *raw.get("parameters", [])]),
                    responses={
                        int(status): self.resolve(response)
                        for status, response in raw.get("responses", {}).items()
                        if str(status).isdigit()
                    },
                )


def path(name: str = "openapi") -> Path:
    """Return the path of the document in the wheel, or of the checkout's `spec/openapi.yaml`.

    `control` is the document of the mock's control plane, in the same folder.
    """
    here = Path(__file__).parent
    shipped = here / f"{name}.yaml"
    return shipped if shipped.exists() else here.parent / "spec" / f"{name}.yaml"


def load(source: Path | None = None) -> Contract:
    """Read a document (YAML or JSON); by default our own, which is read once.

    Raises:
        BrokenContract: the file is missing, not YAML, or not an OpenAPI document.

    """
    return _read(source) if source else _own()


@cache
def _own() -> Contract:
    return _read(path())


def _read(source: Path) -> Contract:
    try:
        data = user_file.read(source, user_file.DOCUMENT)
    except OSError as error:
        raise BrokenContract(source, error.strerror or str(error)) from error
    try:
        document = parse(data, trusted=source in {path(), path("control")})
        # JSON has neither integer keys nor dates: unquoted statuses and dates become strings.
        document = json.loads(json.dumps(document, default=str))
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise BrokenContract(source, "not YAML or JSON: " + " ".join(str(error).split())) from error
    for key in ("openapi", "info", "paths"):
        if not isinstance(document, dict) or key not in document:
            raise BrokenContract(source, f"not an OpenAPI document: {key!r} is missing")
    return Contract(source, document, hashlib.sha256(data).hexdigest())

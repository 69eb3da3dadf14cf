"""Merge `areas/*.yaml` and `examples/*.yaml` into `openapi.yaml`, the one document that everything reads.

Code generators disagree about `allOf`: some drop the fields next to it. Therefore an object that extends
others is written with all its fields, and shared responses that no operation refers to are omitted.

python spec/merge.py            write openapi.yaml
python spec/merge.py --check    exit 1 if openapi.yaml differs from the merged areas

A path, component or operationId that two areas define is an error, and so is a field that an object
inherits and defines again: exit 2.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
FIRST = "shared"
"""The area with the document's head; the others follow by name."""
HEADER = "# Merged by spec/merge.py from spec/areas/ and spec/examples/. Edit those, not this.\n"


FIELDS = {"type", "description", "required", "properties"}
"""Keywords of a schema that others can extend."""


class NotMergeable(Exception):
    """Areas that can't be merged into one document."""


class DefinedTwice(NotMergeable):
    def __init__(self, what: str, area: str) -> None:
        super().__init__(f"{area}: {what} is defined twice")


class NotExtensible(NotMergeable):
    def __init__(self, name: str, base: str, word: str) -> None:
        super().__init__(f"{name} can't extend {base}: {base} has {word!r}")


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


def add(into: dict[str, Any], new: Mapping[str, Any], kind: str, area: str) -> None:
    for name, value in new.items():
        if name in into:
            raise DefinedTwice(f"{kind} {name}", area)
        into[name] = value


def merge_areas(areas: Path) -> dict[str, Any]:
    document: dict[str, Any] = {}
    files = sorted(areas.glob("*.yaml"), key=lambda path: (path.stem != FIRST, path.stem))
    paths: dict[str, Any] = {}
    components: dict[str, dict[str, Any]] = {}
    for file in files:
        area = read(file)
        add(paths, area.pop("paths", {}), "path", file.stem)
        for kind, named in area.pop("components", {}).items():
            add(components.setdefault(kind, {}), named, f"{kind} component", file.stem)
        add(document, area, "key", file.stem)
    check_operation_ids(paths)
    schemas = components.get("schemas", {})
    components["schemas"] = {name: written_out(name, schemas) for name in schemas}
    return {**document, "paths": paths, "components": components}


def written_out(name: str, schemas: Mapping[str, Any]) -> Any:
    """Return a schema with the fields of the objects that it extends.

    Raises:
        NotExtensible: one of these objects has more than fields.
        DefinedTwice: a field is in two of them.

    """
    schema = schemas[name]
    if schema.get("type") != "object" or not all("$ref" in base for base in schema.get("allOf", [{}])):
        return schema
    properties: dict[str, Any] = {}
    required: list[str] = []
    for base in schema["allOf"]:
        base_name = base["$ref"].rsplit("/", 1)[1]
        part = written_out(base_name, schemas)
        if beyond := part.keys() - FIELDS:
            raise NotExtensible(name, base_name, min(beyond))
        add(properties, part.get("properties", {}), "property", name)
        required += part.get("required", [])
    add(properties, schema.get("properties", {}), "property", name)
    required += schema.get("required", [])
    fields = {"required": list(dict.fromkeys(required)), "properties": properties}
    words = {**schema, **{word: value for word, value in fields.items() if value}}
    return {word: value for word, value in words.items() if word != "allOf"}


def operations(paths: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for item in paths.values():
        yield from (value for value in item.values() if isinstance(value, dict) and "operationId" in value)


def check_operation_ids(paths: Mapping[str, Any]) -> None:
    seen: set[str] = set()
    for operation in operations(paths):
        if operation["operationId"] in seen:
            raise DefinedTwice(f"operationId {operation['operationId']}", "areas")
        seen.add(operation["operationId"])


def add_examples(document: dict[str, Any], examples: Path) -> None:
    """Add each example to the request body and the response that it illustrates."""
    by_id = {operation["operationId"]: operation for operation in operations(document["paths"])}
    for file in sorted(examples.glob("*.yaml")):
        operation_id, case = file.stem.split(".", 1)
        operation, example = by_id[operation_id], read(file)
        if "body" in example["request"] and example["response"]["status"] < 300:  # noqa: PLR2004
            show(operation["requestBody"], case, example["request"]["body"])
        status = str(example["response"]["status"])
        if "events" in example["response"]:
            media = operation["responses"][status]["content"]["text/event-stream"]
            media.setdefault("x-stream-examples", {})[case] = example["response"]["events"]
        if "body" in example["response"]:
            response = operation["responses"][status]
            if "$ref" in response:  # a shared response can't carry an operation's example
                name = response["$ref"].rsplit("/", 1)[1]
                response = yaml.safe_load(yaml.safe_dump(document["components"]["responses"][name]))
                operation["responses"][status] = response
            show(response, case, example["response"]["body"])


def show(holder: dict[str, Any], case: str, value: Any) -> None:
    if "$ref" in yaml.safe_dump(value):
        return  # a schema, whose references would be resolved in the document
    content = holder["content"]["application/json"]
    content.setdefault("examples", {})[case] = {"value": value}


def drop_unused_responses(document: dict[str, Any]) -> None:
    """Remove the shared responses that every operation replaced by a copy with an example."""
    used = {
        response.get("$ref")
        for operation in operations(document["paths"])
        for response in operation["responses"].values()
    }
    shared = document["components"].pop("responses", {})
    if kept := {name: one for name, one in shared.items() if f"#/components/responses/{name}" in used}:
        document["components"]["responses"] = kept


class Plain(yaml.SafeDumper):
    """A dumper that writes no anchors, so that every reader sees each part in full."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def merged(here: Path = HERE) -> str:
    document = merge_areas(here / "areas")
    add_examples(document, here / "examples")
    drop_unused_responses(document)
    return HEADER + yaml.dump(document, Dumper=Plain, sort_keys=False, width=110, allow_unicode=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Merge the areas into openapi.yaml.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing, exit 1 when openapi.yaml is stale"
    )
    arguments = parser.parse_args()
    target = HERE / "openapi.yaml"
    try:
        text = merged()
    except NotMergeable as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not arguments.check:
        target.write_text(text)
        return 0
    if not target.exists() or target.read_text() != text:
        sys.stderr.write("spec/openapi.yaml is stale: run python spec/merge.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

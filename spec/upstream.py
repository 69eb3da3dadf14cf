"""Compare the contract with the upstream document, and require a table row in README.md per difference.

    python spec/upstream.py UPSTREAM.json

The comparison covers operations, parameters, statuses, and the fields of every body: whether they exist, are
required, and of which type. Exit 1 if a difference is missing from the table (the reference server or the
contract changed), or if a row of the table matches no difference.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from contract_tests.contract import Contract, Operation, load

HERE = Path(__file__).parent
EVERY = {"array", "boolean", "null", "number", "object", "string"}
ROW = re.compile(r"^\| `(?P<subject>[^`]+)` \| `(?P<difference>[^`]+)` \| (?P<reason>.+) \|$")


@dataclass(frozen=True)
class Difference:
    """A difference: `subject` is the operation (`GET /ok`), `text` our departure from upstream."""

    subject: str
    text: str

    def __str__(self) -> str:
        return f"| `{self.subject}` | `{self.text}` |"


@dataclass(frozen=True)
class Departure:
    """A row of the table. Subject and difference may contain `*` as a wildcard."""

    subject: str
    difference: str
    reason: str

    def explains(self, difference: Difference) -> bool:
        # `[` is part of a field's path here, not a character class
        escaped = self.difference.replace("[", "[[]")
        return fnmatchcase(difference.subject, self.subject) and fnmatchcase(difference.text, escaped)


def table(readme: Path) -> list[Departure]:
    r"""Return the rows below the heading "Departures"; `\|` in a cell means `|`."""
    section = readme.read_text().partition("## Departures")[2]
    matches = (ROW.match(line) for line in section.splitlines())
    rows = (match.groupdict() for match in matches if match)
    return [Departure(**{name: cell.replace("\\|", "|") for name, cell in row.items()}) for row in rows]


def fields(contract: Contract, schema: Any, at: str = "", seen: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the type of each field of a schema by path, followed by ` required` if it is required."""
    found: dict[str, str] = {}
    for part in parts(contract, schema, seen):
        node, inside = part
        found[at] = union(found.get(at, ""), types(node))
        required = node.get("required", [])
        for name, child in node.get("properties", {}).items():
            below = fields(contract, child, f"{at}.{name}".lstrip("."), inside)
            name_at = f"{at}.{name}".lstrip(".")
            if name in required:
                below[name_at] = f"{below.get(name_at, 'any')} required"
            merge(found, below)
        if node.get("items"):
            merge(found, fields(contract, node["items"], f"{at}[]", inside))
    for name in [name for node, _ in parts(contract, schema, seen) for name in required_somehow(node)]:
        path = f"{at}.{name}".lstrip(".")
        if path in found and not found[path].endswith(" required"):
            found[path] += " required"
    return found


def required_somehow(node: Mapping[str, Any]) -> Iterator[str]:
    """Yield the fields that are always required, or required on one side of an `if`."""
    for side in (node, node.get("if", {}), node.get("else", {})):
        yield from side.get("required", [])


def parts(
    contract: Contract, schema: Any, seen: tuple[str, ...]
) -> Iterator[tuple[Mapping[str, Any], tuple[str, ...]]]:
    """Yield the schema and the schemas it consists of: its reference, allOf, anyOf, oneOf."""
    if "$ref" in schema:
        if schema["$ref"] in seen:
            return
        yield from parts(contract, contract.at(schema["$ref"]), (*seen, schema["$ref"]))
    yield {key: value for key, value in schema.items() if key != "$ref"}, seen
    for word in ("allOf", "anyOf", "oneOf"):
        for option in schema.get(word, []):
            yield from parts(contract, option, seen)


def merge(into: dict[str, str], more: Mapping[str, str]) -> None:
    for path, text in more.items():
        into[path] = union(into.get(path, ""), text)


def types(node: Mapping[str, Any]) -> str:
    kind = node.get("type", [])
    names = {kind} if isinstance(kind, str) else set(kind)
    if node.get("nullable"):
        names.add("null")
    return "" if names >= EVERY else "|".join(sorted(names))


def union(one: str, other: str) -> str:
    required = " required" if "required" in (one + other) else ""
    names = {name for text in (one, other) for name in text.removesuffix(" required").split("|")} - {
        "",
        "any",
    }
    if names >= EVERY:
        names = set()
    return ("|".join(sorted(names)) or "any") + required


def subject(operation: Operation) -> str:
    """Return method and path without a trailing slash, which servers redirect."""
    return f"{operation.method} {operation.path.rstrip('/')}"


def body(content: Mapping[str, Any]) -> Any:
    return content.get("content", {}).get("application/json", {}).get("schema")


def compare(ours: Contract, upstream: Contract) -> list[Difference]:
    here = {subject(operation): operation for operation in ours.operations}
    there = {subject(operation): operation for operation in upstream.operations}
    found = [Difference(name, "operation absent") for name in there.keys() - here.keys()]
    found += [Difference(name, "operation added") for name in here.keys() - there.keys()]
    for name in here.keys() & there.keys():
        texts = compare_operation(ours, here[name], upstream, there[name])
        found += [Difference(name, text) for text in texts]
    return sorted(found, key=lambda difference: (difference.subject, difference.text))


def compare_operation(
    ours: Contract, mine: Operation, upstream: Contract, theirs: Operation
) -> Iterator[str]:
    yield from added_and_absent("status", map(str, mine.responses), map(str, theirs.responses))
    yield from compare_fields("parameter", parameters(mine), parameters(theirs))
    yield from compare_fields("request", body_fields(ours, mine.body), body_fields(upstream, theirs.body))
    for status in mine.responses.keys() & theirs.responses.keys():
        one, other = body(mine.responses[status]), body(theirs.responses[status])
        yield from compare_fields(f"response {status}", body_fields(ours, one), body_fields(upstream, other))


def body_fields(contract: Contract, schema: Any) -> dict[str, str]:
    return {} if schema is None else fields(contract, schema)


def parameters(operation: Operation) -> dict[str, str]:
    return {
        f"{parameter['in']} {parameter['name']}": "required" if parameter.get("required") else "optional"
        for parameter in operation.parameters
    }


def added_and_absent(what: str, mine: Any, theirs: Any) -> Iterator[str]:
    one, other = set(mine), set(theirs)
    yield from (f"{what} {name} added" for name in one - other)
    yield from (f"{what} {name} absent" for name in other - one)


def compare_fields(what: str, mine: Mapping[str, str], theirs: Mapping[str, str]) -> Iterator[str]:
    yield from added_and_absent(what, mine, theirs)
    for name in mine.keys() & theirs.keys():
        if mine[name] != theirs[name]:
            yield f"{what} {name or 'body'}: {theirs[name]} -> {mine[name]}"


def main() -> int:
    upstream = load(Path(sys.argv[1]))
    departures = table(HERE / "README.md")
    differences = compare(load(HERE / "openapi.yaml"), upstream)
    unexplained = [one for one in differences if not any(row.explains(one) for row in departures)]
    stale = [row for row in departures if not any(row.explains(one) for one in differences)]
    for difference in unexplained:
        sys.stderr.write(f"not in the table: {difference}\n")
    for row in stale:
        sys.stderr.write(f"no longer explains a difference: | `{row.subject}` | `{row.difference}` |\n")
    version = json.loads(upstream.source.read_bytes())["info"]["version"]
    sys.stdout.write(
        f"upstream document {version}: {len(differences)} differences, "
        f"{len(differences) - len(unexplained)} explained by {len(departures)} rows of spec/README.md\n"
    )
    return 1 if unexplained or stale else 0


if __name__ == "__main__":
    sys.exit(main())

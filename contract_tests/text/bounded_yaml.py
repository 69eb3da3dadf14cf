"""Parser of YAML and JSON documents whose time and memory are bounded by the size of the document.

An alias costs nothing until the document is written as JSON: nine aliases of nine aliases, ten levels deep,
are gigabytes. Everything is therefore counted before it is built, including every use of an alias.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, ClassVar

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 200
"""Maximum levels of nesting."""

MAX_NODES = 300_000
"""Maximum number of values and keys. The contract has 30,000."""

MAX_CHARS = 32 * 2**20
"""Maximum characters of all texts together."""

TAG = "tag:yaml.org,2002:"
JSON_TYPES = (
    ("bool", r"true|false", ["t", "f"]),
    ("null", r"~|null|", ["~", "n", ""]),
    ("int", r"-?(0|[1-9][0-9]*)", list("-0123456789")),
    ("float", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?", list("-0123456789")),
    ("merge", r"<<", ["<"]),
)
"""Types of plain values, with their patterns and first characters. Anything else is text."""

UNLIKE_YAML = re.compile(
    r"(?<!\\)(?P<before>(?:\\\\)*)\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    "|(?P<raw>[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff])"
)
"""Characters in JSON that YAML would reject or fold: an emoji as two escapes, line separators and others."""

LONG_NUMBER = re.compile(r"[-+]?[0-9][0-9_:.]{999,}")
"""Numbers of YAML 1.1 for which Python takes quadratic time."""


@dataclass
class Size:
    nodes: int = 1
    characters: int = 0
    height: int = 0
    """Levels below this one."""

    def add(self, part: "Size") -> None:
        self.nodes += part.nodes
        self.characters += part.characters
        self.height = max(self.height, part.height + 1)


class BadKey(yaml.constructor.ConstructorError):
    """A key that JSON can't have, or that occurs twice."""

    def __init__(self, problem: str, key: yaml.Node) -> None:
        super().__init__(None, None, problem, key.start_mark)
        self.reason = problem
        self.line: int = key.start_mark.line + 1


class JsonLoader(LOADER):  # type: ignore[misc]
    """A loader with the types of JSON only, so without the surprises of YAML 1.1.

    `yes`, `no`, `on` and `off`, dates and times are text, as in YAML 1.2. A key is text and occurs only once.
    """

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[str, Any]:
        must_have_unique_keys(node)
        self.flatten_mapping(node)
        return {key.value: self.construct_object(value, deep=deep) for key, value in node.value}


for name, pattern, first in JSON_TYPES:
    JsonLoader.add_implicit_resolver(TAG + name, re.compile(rf"(?:{pattern})\Z"), first)


def must_have_unique_keys(node: yaml.MappingNode) -> None:
    """Compare the keys of a mapping.

    Raises:
        BadKey: a key is not text, or occurs twice.

    """
    seen = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            problem = "a key must be text; put a text that begins with { or [ in quotes"
            raise BadKey(problem, key)
        if key.value in seen:
            problem = f"the key {key.value!r} occurs twice"
            raise BadKey(problem, key)
        seen.add(key.value)


def parse_json_types(data: bytes) -> Any:
    """Return the only document in the data, with the types of JSON.

    Raises:
        yaml.YAMLError: it is not YAML, or a key occurs twice.
        ValueError: it is too large, or an alias contains itself.

    """
    measure(data)
    return yaml.load(data, JsonLoader)  # noqa: S506 - derived from a safe loader


def with_yaml_escapes(text: str) -> str:
    """Return JSON with the escapes of YAML for all its characters. Other text is unchanged."""
    if not UNLIKE_YAML.search(text):
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    return UNLIKE_YAML.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    if raw := found["raw"]:
        return f"\\u{ord(raw):04x}"
    high, low = int(found["high"], 16), int(found["low"], 16)
    return f"{found['before']}\\U{0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00:08x}"


def parse(data: bytes, *, trusted: bool = False) -> Any:
    """Return the only document in the data.

    Raises:
        yaml.YAMLError: it is not YAML.
        ValueError: it is too large, or an alias contains itself.

    """
    if not trusted:
        measure(data)
    return yaml.load(data, LOADER)  # noqa: S506 - both loaders are safe


def measure(data: bytes) -> None:
    whole = Size()
    anchors: dict[str, Size] = {}
    unfinished: list[tuple[str | None, Size]] = []
    for event in yaml.parse(data, Loader=LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            unfinished.append((event.anchor, Size()))
            whole.nodes += 1
            part = Size(0)
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, part = unfinished.pop()
            keep(anchors, anchor, part)
            grow(unfinished, part)
            continue
        elif isinstance(event, yaml.ScalarEvent):
            if event.implicit[0] and LONG_NUMBER.fullmatch(event.value):
                raise ValueError(f"a number of {len(event.value)} digits")
            part = Size(1, len(event.value))
            keep(anchors, event.anchor, part)
            grow(unfinished, part)
        elif isinstance(event, yaml.AliasEvent):
            if any(event.anchor == anchor for anchor, _ in unfinished):
                raise ValueError(f"the alias *{event.anchor} contains itself")
            part = anchors.get(event.anchor or "", Size())
            grow(unfinished, part)
        else:
            continue
        whole.add(part)
        check(whole, depth=len(unfinished) + part.height)


def keep(anchors: dict[str, Size], anchor: str | None, part: Size) -> None:
    if anchor is not None:
        anchors[anchor] = part


def grow(unfinished: list[tuple[str | None, Size]], part: Size) -> None:
    if unfinished:
        unfinished[-1][1].add(part)


def check(whole: Size, *, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ValueError(f"nested deeper than {MAX_DEPTH} levels")
    if whole.nodes > MAX_NODES:
        raise ValueError(f"more than {MAX_NODES} values, each alias counted as often as it is used")
    if whole.characters > MAX_CHARS:
        raise ValueError(f"more than {MAX_CHARS // 2**20} MiB of text, each alias counted")

"""Parser of YAML and JSON documents whose time and memory are bounded by the size of the document.

An alias costs nothing until the document is written as JSON: nine aliases of nine aliases, ten levels deep,
are gigabytes. Everything is therefore counted before it is built, including every use of an alias.
"""

import re
from dataclasses import dataclass
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 200
"""Maximum levels of nesting."""

MAX_NODES = 300_000
"""Maximum number of values and keys. The contract has 30,000."""

MAX_CHARS = 32 * 2**20
"""Maximum characters of all texts together."""

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

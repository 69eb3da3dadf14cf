"""A scenario as YAML."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from contract_tests.text.bounded_yaml import JsonLoader


class Dumper(yaml.SafeDumper):
    """Writer of YAML that the reader of scenarios reads back unchanged."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Write equal values twice: scenarios are read by people."""
        return True


def _string(dumper: Dumper, value: str) -> yaml.ScalarNode:
    value = value.encode("utf-8", "replace").decode()  # JSON may have half a character, and YAML may not
    is_plain = all(line.isprintable() for line in value.split("\n"))
    is_block = is_plain and "\n" in value and value.strip() == value
    style = "|" if is_block else None if is_plain and not _is_ambiguous(value) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _is_ambiguous(value: str) -> bool:
    """Return whether the reader would take the plain text for another type."""
    first = value[:1]
    return any(pattern.match(value) for _, pattern in JsonLoader.yaml_implicit_resolvers.get(first, ()))


Dumper.add_representer(str, _string)


def text(scenario: Mapping[str, Any], comments: Sequence[str]) -> str:
    """Return a scenario with comments at its top."""
    lines = [f"# {_printable(comment)}".rstrip() for comment in comments]
    body = yaml.dump(dict(scenario), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110)
    return "\n".join([*lines, body])


def _printable(comment: str) -> str:
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in comment)

"""YAML with the line of each value. Bounded, and with the types of JSON only."""

import re
from typing import Any

import yaml

from contract_tests.text import bounded_yaml
from contract_tests.text.bounded_yaml import TAG, BadKey, JsonLoader, must_have_unique_keys
from mockserver.scenarios.problem import Path

MAX_BYTES = 1024 * 1024
TAGS = frozenset(TAG + name for name in ("str", "bool", "null", "int", "float"))


class BrokenYaml(ValueError):
    """A text that is not acceptable as YAML, with the line of the problem."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem


HINTS = {
    "mapping values are not allowed in this context": "; put a text that has `: ` in quotes, or check the "
    "indentation",
    "did not find expected key": "; check the indentation of this line and the one before, or put the whole "
    "text in quotes",
    "but found another document": "; a file has one scenario, so remove the line `---`",
    "found character that cannot start any token": "; put a text that begins with @, % or ` in quotes",
    "found undefined alias": "; put a text that begins with * in quotes",
    "did not find expected alphabetic or numeric character": "; put a text that begins with * or & in quotes",
}
"""What to do, by the problem that PyYAML reports."""
TAB_HINT = "; indent with spaces instead of tabs"


def read(text: str) -> tuple[Any, dict[Path, int]]:
    """Return the document, and lines by path.

    Raises:
        BrokenYaml: it is not YAML, too large, or has values that JSON lacks.

    """
    if len(text) > MAX_BYTES:
        raise BrokenYaml(1, f"longer than {MAX_BYTES // 1024} KiB")
    try:
        text = bounded_yaml.with_yaml_escapes(text)
        bounded_yaml.measure(text.encode())
        loader = JsonLoader(text)  # of libyaml: that of Python rejects `{question: Really?}`
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
        lines: dict[Path, int] = {(): _line(node) if node else 1}
        return (_value(loader, node, (), lines) if node else None), lines
    except BadKey as error:
        raise BrokenYaml(error.line, error.reason) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "not valid"
        line = mark.line if mark else 0
        problem += TAB_HINT if _has_tab(text, line) else HINTS.get(problem, "")
        raise BrokenYaml(line + 1, f"not valid YAML: {problem}") from error
    except yaml.YAMLError as error:
        raise BrokenYaml(1, f"not valid YAML: {error}".splitlines()[0]) from error
    except BrokenYaml:
        raise
    except (ValueError, RecursionError) as error:
        raise BrokenYaml(1, str(error)) from error


def _has_tab(text: str, line: int) -> bool:
    """Return whether the line, counted from 0, is indented with a tab."""
    return any(re.match(r" *\t", each) for each in text.splitlines()[line : line + 1])


def _value(loader: JsonLoader, node: yaml.Node, path: Path, lines: dict[Path, int]) -> Any:
    match node:
        case yaml.MappingNode():
            return _mapping(loader, node, path, lines)
        case yaml.SequenceNode():
            lines |= {(*path, number): _line(item) for number, item in enumerate(node.value)}
            return [_value(loader, item, (*path, number), lines) for number, item in enumerate(node.value)]
    if node.tag not in TAGS:
        raise BrokenYaml(_line(node), f"values of the type {node.tag} are not supported")
    return loader.construct_object(node)


def _mapping(
    loader: JsonLoader, node: yaml.MappingNode, path: Path, lines: dict[Path, int]
) -> dict[str, Any]:
    must_have_unique_keys(node)
    loader.flatten_mapping(node)
    value = {}
    for key, below in node.value:
        place = (*path, key.value)
        lines[place] = _line(key)
        value[key.value] = _value(loader, below, place, lines)
    return value


def _line(node: yaml.Node) -> int:
    line: int = node.start_mark.line + 1
    return line

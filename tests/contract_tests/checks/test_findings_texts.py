"""Expected and received facts of findings are values or have a name: never "something else" or "others"."""

import ast
import re
from pathlib import Path

import pytest

import contract_tests

ROOT = Path(contract_tests.__file__).parent
FOLDERS = ("actions", "checks", "generation", "harness", "runner", "validation")
SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))

VAGUE = re.compile(
    r"\b(something|anything|nothing|none|others?(?! owner)|another(?! owner))\b"
    r"|\b(different|differ|not so|those of)\b"
    r"|^(un)?changed$",
    re.IGNORECASE,
)
TEXTS = frozenset({"expected", "received", "what"})
"""Arguments, and local variables, that become texts of a finding."""

MAKERS = ("RequirementNotMet", "violation", "Violation")
"""Functions whose positional arguments become texts of a finding."""


def texts(path):
    """Yield the line and the literal parts of each text of a finding in a source file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            given = [each.value for each in node.keywords if each.arg in TEXTS]
            if ast.unparse(node.func).rpartition(".")[2] in MAKERS:
                given += node.args
        elif isinstance(node, ast.Assign) and any(ast.unparse(each) in TEXTS for each in node.targets):
            given = [node.value]
        else:
            continue
        yield from (
            (part.lineno, part.value)
            for each in given
            for part in ast.walk(each)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )


def test_texts_are_found():
    found = [text for path in SOURCES for _, text in texts(path)]
    assert len(found) > 200
    assert "an artifact with the response" in found


@pytest.mark.parametrize("text", ["something else", "4 events, or different ones", "others", "and no others"])
def test_vague_words_are_found(text):
    assert VAGUE.search(text)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_finding_names_what_it_expected_and_received(path):
    assert [(line, text) for line, text in texts(path) if VAGUE.search(text)] == []

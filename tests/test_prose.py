"""Docstrings and documentation are plain English: no fragments, no programs that speak."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("mockserver", "contract_tests", "langgraph_contract")
PYTHON = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]

FRAGMENT = re.compile(
    r"(Of|To|By|As|What|Who|Whom|Whether|Those|That|Nothing|How|Where|Without|Nobody|Such)\b"
)
"""First words of a docstring without a verb or noun."""

SPEECH = re.compile(r"\b(?:tells?|told|telling|says?|said|hears?|heard|asks|asked)\b", re.IGNORECASE)
"""Verbs of people. Programs send, return, raise and reject."""

IDIOM = re.compile(
    r"\b(?:anew|whoever|whichever|wherever|whatever|borne|nobody|meanwhile|is no|are no|is none|need not"
    r"|goes on|of its own|of their own|of our own|for ever|beside)\b",
    re.IGNORECASE,
)
CODE = re.compile(r"```.*?```|`[^`]*`|<[^>]+>|https?://\S+|^\|.*\|$", re.DOTALL | re.MULTILINE)

SPOKEN_BY_PEOPLE = {"mockserver/built_in/tools.py"}
"""Its docstrings are what a chat model reads."""


def docstrings(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node)
            if text:
                yield CODE.sub("", text)


@pytest.mark.parametrize("package", PACKAGES)
def test_docstrings_begin_with_a_verb_or_a_noun(package):
    files = {str(path.relative_to(ROOT)): path for path in (ROOT / package).rglob("*.py")}
    texts = [(name, text) for name in files.keys() - SPOKEN_BY_PEOPLE for text in docstrings(files[name])]
    assert [(name, text) for name, text in texts if FRAGMENT.match(text)] == []


def share(texts):
    """The words of the texts, and how many of 1,000 are speech verbs and idioms."""
    words = sum(len(text.split()) for text in texts)
    found = [sum(len(pattern.findall(text)) for text in texts) for pattern in (SPEECH, IDIOM)]
    return [1000 * number / words for number in found]


@pytest.mark.parametrize("folder", [*PACKAGES, "benchmarks", "spec", "tests"])
def test_docstrings_are_plain(folder):
    texts = [text for path in (ROOT / folder).rglob("*.py") for text in docstrings(path)]
    speech, idioms = share(texts)
    assert speech <= 1
    assert idioms <= 1


def test_pages_are_plain():
    speech, idioms = share([CODE.sub("", page.read_text()) for page in PAGES])
    assert speech <= 1
    assert idioms <= 1


RAISED = re.compile(r"Raises:(.*)", re.DOTALL)
EXCEPTION = re.compile(r"(?:^|,)\s*([A-Z]\w+)(?=\s*[,.:]|\s*$)", re.MULTILINE)


def names_in_code():
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.ClassDef(name=name) | ast.Name(id=name) | ast.Attribute(attr=name):
                    yield name
                case ast.alias(name=name):
                    yield name.rpartition(".")[2]


def test_exceptions_in_docstrings_exist():
    known = frozenset(names_in_code())
    raised = {
        (path.name, name)
        for path in PYTHON
        for text in docstrings(path)
        for part in RAISED.findall(text)
        for name in EXCEPTION.findall(part)
    }
    assert len(raised) > 100
    assert not {(path, name) for path, name in raised if name not in known}

"""The scenarios in the documentation are valid, and the page has every key of the format."""

import re
from pathlib import Path

import pytest

from contract_tests.text.bounded_yaml import parse as load
from mockserver.scenarios import parse
from mockserver.scenarios.steps import KINDS

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "scenarios.md").read_text()
EXAMPLES = ROOT / "examples" / "scenarios"


def blocks(text):
    return re.findall(r"^```yaml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("text", blocks(PAGE) + blocks((ROOT / "README.md").read_text()))
def test_every_scenario_is_valid(text):
    parse(text, "page", "mine")


def test_the_page_has_every_kind_of_step():
    steps = "\n".join(blocks(PAGE))
    assert [key for key in KINDS if not re.search(rf"\b{key}:", steps) and f"`{key}`" not in PAGE] == []


def test_the_page_links_every_example():
    there = {file.stem for file in EXAMPLES.glob("*.yaml")}
    assert there - set(re.findall(r"examples/scenarios/([\w-]+)\.yaml", PAGE)) == {"hello"}


def words_that_choose(example):
    for turn in load(example.read_text()).get("turns", []):
        if isinstance(turn.get("when"), str):
            yield turn["when"]


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_page_names_the_words_that_choose_a_turn(example):
    rows = "".join(row for row in PAGE.splitlines() if f"/{example.name})" in row)
    assert [word for word in words_that_choose(example) if f"`{word}`" not in rows] == []

"""Proof that a sample of the generated defects not listed in docs/blind-spots.md is caught."""

import random
from collections import Counter
from pathlib import Path

import pytest
from mutation import page
from mutation.hunt import Hunted, hunter
from mutation.mutants import mutants, sampled
from mutation.reasons import Reason, Reasons
from mutation.tally import Tally

from contract_tests.contract import load

PAGE = (Path(__file__).parents[2] / "docs" / "blind-spots.md").read_text("utf-8")
LISTED = page.listed(PAGE)
ALL = mutants(load())
ROWS = page.rows(PAGE)
MEASURED = {each.name for each in sampled(ALL, lambda kind: ROWS[kind]["measured"])}
OTHERS = sorted(MEASURED - LISTED)
SAMPLE = random.Random(0).sample(OTHERS, 20)  # noqa: S311 - must be reproducible


@pytest.fixture(scope="module")
def hunting():
    with hunter() as new_hunter:
        yield new_hunter


@pytest.mark.parametrize("name", SAMPLE)
def test_unlisted_mutants_are_caught(name, hunting):
    [mutant] = [each for each in hunting.mutants if each.name == name]
    assert hunting.hunt(mutant).end == "caught"


def test_the_page_is_of_today():
    """If this fails, regenerate the page with `tox -e mutation`."""
    assert MEASURED >= LISTED
    for kind, number in Counter(each.kind for each in ALL).items():
        assert ROWS[kind]["generated"] == number
    assert ROWS["all"]["generated"] == len(ALL)
    assert ROWS["all"]["measured"] == len(MEASURED)
    assert ROWS["all"]["caught"] == len(MEASURED) - len(LISTED)


def test_each_reason_is_still_one():
    """A reason for defects that are not in the sample can't be idle."""
    names = LISTED | ({each.name for each in ALL} - MEASURED)
    assert Reasons.load().idle(names) == []


HUNTED = (
    Hunted("lost field", "create_run", "body webhook", "missed"),
    Hunted("lost field", "wait_run", "body webhook", "missed"),
    Hunted("wrong status", "get_ok", "422 as 400", "missed"),
    Hunted("wrong status", "get_ok", "200 as 204", "caught", "shape.status"),
    Hunted("missing field", "get_ok", "200 /ok", "never shown"),
)
NOT_TO_BE_SEEN = Reason("Nobody calls.", ("lost field: * body webhook",), is_seen=False)


def test_invisible_mutants_do_not_count():
    total = Tally(HUNTED, Reasons((NOT_TO_BE_SEEN,))).total
    assert (total.caught, total.missed, total.unseen, total.never_shown, total.share) == (1, 1, 2, 1, 0.5)


def test_the_page_lists_all_that_is_not_caught():
    text = page.render(Tally(HUNTED, Reasons((NOT_TO_BE_SEEN,))), Counter(each.kind for each in HUNTED))
    assert page.listed(text) == {each.name for each in HUNTED if each.end != "caught"}
    assert "**Not looked into yet.**" in text


def test_the_page_shows_how_many_defects_were_measured():
    generated = Counter(each.kind for each in HUNTED) + Counter({"lost field": 3, "stale read": 4})
    rows = page.rows(page.render(Tally(HUNTED, Reasons((NOT_TO_BE_SEEN,))), generated))
    assert (rows["lost field"]["generated"], rows["lost field"]["measured"]) == (5, 2)
    assert (rows["stale read"]["generated"], rows["stale read"]["measured"]) == (4, 0)
    assert (rows["all"]["generated"], rows["all"]["measured"]) == (12, 5)

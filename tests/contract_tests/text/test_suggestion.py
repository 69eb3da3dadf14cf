"""Suggestions for names that are unknown."""

import pytest

from contract_tests.text.suggestion import closest, did_you_mean

KNOWN = ["limit", "offset", "Mark"]


@pytest.mark.parametrize(
    ("name", "near"), [("limt", "limit"), ("LIMIT", "limit"), ("mark", "Mark"), ("page", None), ("", None)]
)
def test_the_closest_name_is_suggested_if_it_is_similar(name, near):
    assert closest(name, KNOWN) == near


def test_hint():
    assert did_you_mean("ofset", KNOWN, otherwise="see the docs") == "did you mean 'offset'?"
    assert did_you_mean("page", KNOWN, otherwise="see the docs") == "see the docs"

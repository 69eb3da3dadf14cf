"""Tests of renamed checks: every former id leads to an existing check."""

import pytest

from contract_tests.findings.former_ids import RENAMED, current, matches, notes, selected_by_former_id
from contract_tests.runner.catalogue import catalogue

IDS = {entry.id for entry in catalogue().entries()}


@pytest.mark.parametrize(("old", "new"), RENAMED.items())
def test_a_renamed_check_exists_only_under_its_new_id(old, new):
    assert new in IDS
    assert old not in IDS
    assert old.partition(".")[0] == new.partition(".")[0]


def test_each_renamed_check_has_a_unique_id():
    assert len(set(RENAMED.values())) == len(RENAMED)


def test_an_item_keeps_its_operation():
    old = "runs.seen.command[wait_thread_run]"
    assert current(old) == "runs.wait_or_stream.command[wait_thread_run]"


@pytest.mark.parametrize("name", ["", "shape.body", "threads.search.limit", "valid[search_threads]", "a[b[c"])
def test_any_other_name_stays_unchanged(name):
    assert current(name) == name


def test_a_pattern_matches_former_ids():
    assert matches("runs.wait_or_stream.metadata", "runs.seen.*")
    assert not matches("runs.create.metadata", "runs.seen.*")


def test_only_a_pattern_that_needs_a_former_id_is_reported():
    assert selected_by_former_id(("interrupts.go_on",)) == ("interrupts.go_on",)
    assert selected_by_former_id(("interrupts.*", "threads.search.limit")) == ()


def test_a_note_names_place_and_new_id():
    assert notes("known.jsonl", ["streams.once"], "do this") == (
        "known.jsonl: streams.once is now streams.no_duplicates: do this",
    )
    assert notes("a.jsonl", ["streams.once"]) == ("a.jsonl: streams.once is now streams.no_duplicates",)

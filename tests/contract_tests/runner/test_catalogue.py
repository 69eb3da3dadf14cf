"""Tests of the catalogue: every check has an id and can be selected by it."""

import pytest

from contract_tests.runner.catalogue import RECORDED, Selection, Unknown, catalogue
from contract_tests.validation.requirements import CHECKS


@pytest.fixture(scope="module")
def known():
    return catalogue()


@pytest.fixture
def select(contract, known):
    def selected(**choice):
        return Selection(contract, known, **choice)

    return selected


def test_catalogue_has_shape_checks_and_all_others(known):
    ids = [entry.id for entry in known.entries()]
    assert ids[: len(CHECKS)] == list(CHECKS)
    assert ids[len(CHECKS) :] == [*(each.id for each in known.checks), RECORDED.id]


def test_every_entry_has_a_requirement(known):
    assert all(entry.sentence for entry in known.entries())
    assert known.entry("shape.body").requirement == CHECKS["shape.body"]


def test_every_entry_has_a_why(known):
    assert [entry.id for entry in known.entries() if not entry.why] == []


def test_checks_without_affected_clients_are_should(known):
    assert known.entry("shape.rejects_invalid").level == "should"
    assert known.entry("shape.accepts_valid").level == "must"


def test_an_unknown_check_names_similar_ones(known):
    with pytest.raises(Unknown, match=r"unknown check 'shape.bodi'. Did you mean shape.body"):
        known.entry("shape.bodi")


def test_everything_is_chosen_by_default(select, contract, known):
    selection = select()
    assert selection.is_whole
    assert selection.generated() == contract.operations
    assert {each.id for each, _ in selection.semantic()} == {each.id for each in known.checks}


def test_a_check_runs_for_each_of_its_operations(select, known):
    several = next(each for each in known.checks if len(each.operations) > 1)
    chosen = [operation.id for each, operation in select(checks=(several.id,)).semantic()]
    assert chosen == list(several.operations)


def test_a_tier_selects_operations_and_checks_up_to_it(select):
    selection = select(tier=1)
    assert not selection.is_whole
    assert {operation.tier for operation in selection.operations()} == {1}
    assert {each.tier for each, _ in selection.semantic()} == {1}


def test_an_area_chooses_its_operations(select):
    assert {operation.id for operation in select(areas=("system",)).operations()} == {
        "get_ok",
        "get_info",
        "get_metrics",
        "get_docs",
    }


def test_a_check_chooses_itself_and_a_pattern_all_that_it_matches(select):
    assert not list(select(checks=("shape.body",)).semantic())
    assert select(checks=("shape.body",)).generated()
    selected = select(checks=("threads.search.*",))
    assert not selected.generated()
    assert all(each.id.startswith("threads.search.") for each, _ in selected.semantic())


@pytest.mark.parametrize("choice", [{"checks": ("threads.serch.*",)}, {"areas": ("thread",)}])
def test_a_choice_of_nothing_is_a_mistake(select, choice):
    with pytest.raises(Unknown, match="Did you mean"):
        select(**choice)


def test_a_former_id_selects_and_explains_the_renamed_check(select, known):
    assert {each.id for each, _ in select(checks=("streams.once",)).semantic()} == {"streams.no_duplicates"}
    selected = {each.id for each, _ in select(checks=("runs.seen.*",)).semantic()}
    assert selected == {f"runs.wait_or_stream.{name}" for name in ("after_seconds", "command", "metadata")}
    assert known.entry("streams.once").id == "streams.no_duplicates"

"""Tests of the catalogue: every check has an id and can be selected by it."""

from itertools import cycle, product

import pytest
from sample_report import FAILING, PASSING, RESULTS

from contract_tests.findings.finding import Verdict
from contract_tests.options.options import Options
from contract_tests.report.jsonl import render
from contract_tests.runner.catalogue import (
    PHASES,
    RECORDED,
    NothingFailed,
    NothingLeft,
    Selection,
    Unknown,
    catalogue,
)
from contract_tests.runner.catalogue import (
    select as select_by_options,
)
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
    assert selection.generated == tuple(product(contract.operations, PHASES))
    assert {each.id for each, _ in selection.semantic} == {
        each.id for each in known.checks if not each.is_slow
    }


def test_a_check_runs_for_each_of_its_operations(select, known):
    several = next(each for each in known.checks if len(each.operations) > 1)
    chosen = [operation.id for each, operation in select(checks=(several.id,)).semantic]
    assert chosen == list(several.operations)


def test_a_tier_selects_operations_and_checks_up_to_it(select):
    selection = select(tier=1)
    assert not selection.is_whole
    assert {operation.tier for operation in selection.operations()} == {1}
    assert {each.tier for each, _ in selection.semantic} == {1}


def test_an_area_chooses_its_operations(select):
    assert {operation.id for operation in select(areas=("system",)).operations()} == {
        "get_ok",
        "get_info",
        "get_metrics",
        "get_docs",
    }


def test_a_check_chooses_itself_and_a_pattern_all_that_it_matches(select):
    assert not list(select(checks=("shape.body",)).semantic)
    assert select(checks=("shape.body",)).generated
    selected = select(checks=("threads.search.*",))
    assert not selected.generated
    assert all(each.id.startswith("threads.search.") for each, _ in selected.semantic)


@pytest.mark.parametrize("choice", [{"checks": ("threads.serch.*",)}, {"areas": ("thread",)}])
def test_a_choice_of_nothing_is_a_mistake(select, choice):
    with pytest.raises(Unknown, match="Did you mean"):
        select(**choice)


def test_a_former_id_selects_and_explains_the_renamed_check(select, known):
    assert {each.id for each, _ in select(checks=("streams.once",)).semantic} == {"streams.no_duplicates"}
    selected = {each.id for each, _ in select(checks=("runs.seen.*",)).semantic}
    assert selected == {f"runs.wait_or_stream.{name}" for name in ("after_seconds", "command", "metadata")}
    assert known.entry("streams.once").id == "streams.no_duplicates"


def items(selection):
    """Return the names of all selected items, as reports print them."""
    generated = [f"shape.{phase}[{operation.id}]" for operation, phase in selection.generated]
    return [*generated, *(f"{check.id}[{operation.id}]" for check, operation in selection.semantic)]


SHAPES = [f"shape.{phase}[get_thread]" for phase in PHASES]


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("shape.invalid[create_thread]", ["shape.invalid[create_thread]"]),
        ("resources.search.limit[search_threads]", ["resources.search.limit[search_threads]"]),
        ("resources.search.limit on POST /threads/search", ["resources.search.limit[search_threads]"]),
        ("resources.search.limit on POST /threads/search at /2", ["resources.search.limit[search_threads]"]),
        ("shape.body[get_thread]", SHAPES),
        (
            "shape.body on GET /threads/{thread_id} at /values",
            [f"shape.{phase}[get_thread]" for phase in PHASES],
        ),
        ("shape.offered[get_thread]", SHAPES),
        ("streams.once[stream_thread_run]", ["streams.no_duplicates[stream_thread_run]"]),
    ],
)
def test_a_check_chooses_what_a_report_prints(select, name, chosen):
    assert items(select(checks=(name,))) == chosen


@pytest.mark.parametrize("name", ["GET /threads/{thread_id}", "GET  /threads/{id}", "get_thread"])
def test_an_operation_chooses_everything_about_it(select, name):
    chosen = items(select(checks=(name,)))
    assert chosen[: len(PHASES)] == SHAPES
    assert len(chosen) > len(PHASES)
    assert all(each.endswith("[get_thread]") for each in chosen)


@pytest.mark.slow
def test_every_operation_and_every_kind_of_request_is_accepted(select, contract):
    for operation, phase in zip(contract.operations, cycle(PHASES), strict=False):
        name = f"shape.{phase}[{operation.id}]"
        assert items(select(checks=(name, str(operation)))).count(name) == 1


def test_a_phase_keeps_all_its_findings_and_a_check_only_its_own(select, contract):
    get_thread = contract.by_id["get_thread"]
    assert select(checks=("shape.valid[get_thread]",)).has_phase("valid", get_thread)
    assert select(checks=("GET /threads/{thread_id}",)).has_phase("valid", get_thread)
    selection = select(checks=("shape.body",))
    assert not selection.has_phase("valid", get_thread)
    assert (selection.has("shape.body", get_thread), selection.has("shape.status", get_thread)) == (
        True,
        False,
    )


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("shape.bodi", "shape.body"),
        ("Shape.Body[get_tread]", "shape.body[get_thread]"),
        ("shape.invalid[create_tread]", "shape.invalid[create_thread]"),
        ("GET /thread/{thread_id}", "GET /threads/{thread_id}"),
        ("get /threads/{thread_id}", "GET /threads/{thread_id}"),
        ("create_tread", "create_thread"),
    ],
)
def test_the_nearest_name_is_named(select, name, near):
    with pytest.raises(Unknown) as unknown:
        select(checks=(name,))
    assert near in unknown.value.similar


def test_any_unknown_name_has_a_nearest_one(select):
    with pytest.raises(Unknown, match="Did you mean"):
        select(checks=("%%%%%",))


@pytest.fixture
def again(tmp_path, known):
    """Return a function that selects what a record's report left unfinished."""

    def selected(report, **more):
        file = tmp_path / "run.jsonl"
        file.write_text(render(report))
        return select_by_options(Options(mock=True, last_failed=file, **more), known)

    return selected


def test_last_failed_chooses_what_failed_or_has_no_verdict(again):
    names = {each.id for each in RESULTS if each.verdict in {Verdict.FAIL, Verdict.BLOCKED}}
    assert names == {"threads.get.found", "threads.get.ttl", "shape.valid[search_threads]"}
    selection = again(FAILING)
    assert items(selection) == ["shape.valid[search_threads]"]  # the others are no checks of ours
    assert not selection.is_whole


def test_last_failed_needs_something_that_failed(again):
    with pytest.raises(NothingFailed, match=r"--last-failed .*run.jsonl: no check failed"):
        again(PASSING)


def test_last_failed_and_check_exclude_each_other(again):
    with pytest.raises(NothingLeft):
        again(FAILING, checks=("shape.valid[get_thread]",))


def test_slow_checks_are_selected_by_their_option_or_their_name(select, contract):
    def has_heartbeat(**choice):
        return "streams.heartbeat" in {check.id for check, _ in select(**choice).semantic}

    assert not has_heartbeat()
    assert not has_heartbeat(checks=("streams.*",))
    assert has_heartbeat(slow=True)
    assert has_heartbeat(checks=("streams.heartbeat",))
    assert has_heartbeat(checks=("streams.heartbeat[stream_thread]",))
    assert has_heartbeat(checks=(f"streams.heartbeat on {contract.by_id['stream_thread']}",))
    assert has_heartbeat(again=frozenset({"streams.heartbeat[stream_thread]"}))


def test_option_slow_checks(known):
    assert select_by_options(Options(mock=True, slow_checks=True), known).slow

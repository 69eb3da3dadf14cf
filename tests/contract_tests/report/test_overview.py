"""Tests of the rows on what a server offers."""

import json
from dataclasses import replace

import pytest

from contract_tests.findings.survey import NOTES, GraphFacts, Offer, Survey
from contract_tests.findings.survey_line import as_line, from_line
from contract_tests.report.overview import offers

OFFERED = {"get_thread": Offer("offered")}
NAMED = GraphFacts("agent", "agent", keeps_messages=True)
UNNAMED = GraphFacts("agent", "0f8fad5b", is_named=False)


@pytest.mark.parametrize(
    ("survey", "noted", "shown"),
    [
        (Survey(OFFERED, (NAMED,), {"assistant": NAMED}), [], []),
        (Survey(OFFERED), ["no graph"], ["no graph"]),
        (Survey(OFFERED, (NAMED,)), ["no messages"], ["no messages"]),
        (Survey(OFFERED, (UNNAMED,), {"assistant": UNNAMED}), ["UUID only"], []),
        (
            Survey(OFFERED, is_rate_limited=True, owners_differ=False, runs_in_background=False),
            ["rate limit", "no graph", "no background runs", "one owner"],
            ["no graph", "one owner"],
        ),
    ],
)
def test_notes_of_facts_that_no_other_row_has_are_rows(survey, noted, shown):
    assert [note.kind for note in survey.notes] == noted
    rows = [text for label, text in offers(survey) if label == "note"]
    assert rows == [NOTES[kind] for kind in shown]
    read = from_line(json.loads(json.dumps(as_line(survey))))
    assert read.notes == survey.notes


def rows(survey, **more):
    return dict(offers(survey, **more))


def test_operations_are_named_with_their_response():
    operations = {
        "create_thread": Offer("broken", "307 to /threads/"),
        "get_info": Offer("broken", "500"),
        "get_ok": Offer("broken", "500"),
        "get_mcp": Offer("unknown", "no response"),
    }
    shown = rows(Survey(operations))
    assert shown["broken"] == "GET /info, GET /ok (500); POST /threads (307 to /threads/)"
    assert shown["unknown"] == "GET /mcp (no response)"
    read = from_line(json.loads(json.dumps(as_line(Survey(operations)))))
    assert rows(read) == shown


def test_optional_fields_that_the_target_requires_are_named():
    operations = {"update_thread": Offer("offered", needs="metadata"), "get_ok": Offer("offered")}
    shown = rows(Survey(operations))
    assert shown["requires"] == "optional fields: metadata (PATCH /threads/{thread_id})"
    assert rows(from_line(json.loads(json.dumps(as_line(Survey(operations)))))) == shown


@pytest.mark.parametrize(("identities", "said"), [(1, "one identity"), (2, "not known whether the two")])
def test_unknown_owners_are_not_one_identity(identities, said):
    assert said in rows(Survey(OFFERED), identities=identities)["owners"]


def test_crons_that_can_not_be_removed_are_named():
    assert rows(Survey(operations={"create_cron": Offer("offered")}, keeps_crons=False))["runs"] == (
        "a created cron is lost, so those of this check remain"
    )


def test_a_missing_operation_does_not_lose_updates():
    survey = Survey(OFFERED, writes_state=False, keeps_history=True)
    assert rows(survey)["runs"] == "a state update is lost; history has each step"
    missing = replace(survey, operations={"update_state": Offer("missing")})
    assert rows(missing)["runs"] == "history has each step"

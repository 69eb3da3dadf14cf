"""Tests of the rows on what a server offers."""

import json

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

"""Tests of graphs: checks run those that the survey has found for their roles."""

import pytest

from contract_tests.findings.finding import Skipped
from contract_tests.findings.survey import GraphFacts, Offer, Survey
from contract_tests.harness.graphs import Graphs

CHAT = GraphFacts("chat", "an id", other_assistant_id="another id", is_named=False)


def test_without_a_survey_each_role_has_its_usual_name():
    assert Graphs().assistant_id("hitl") == "hitl"
    assert Graphs({"hitl": "approval"}).assistant_id("hitl") == "approval"


def test_each_owner_runs_an_assistant_visible_to_it():
    graphs = Graphs(survey=Survey(graphs=(CHAT,), roles={"assistant": CHAT}))
    assert graphs.name("assistant") == "chat"
    assert graphs.assistant_id("assistant") == "an id"
    assert graphs.assistant_id("assistant", other=True) == "another id"


def test_second_owner_runs_the_same_assistant_if_it_is_visible():
    named = GraphFacts("agent", "agent")
    graphs = Graphs(survey=Survey(graphs=(named,), roles={"assistant": named}))
    assert graphs.assistant_id("assistant", other=True) == "agent"


def test_missing_role_skips_the_check():
    with pytest.raises(Skipped, match=r"no graph of the target takes some seconds \(--slow\)"):
        Graphs(survey=Survey(graphs=(CHAT,), roles={"assistant": CHAT})).assistant_id("slow")


def test_any_graph_serves_requests_without_needs():
    failing = GraphFacts("broken", "broken", fails=True)
    works = GraphFacts("works", "works")
    assert Graphs(survey=Survey(graphs=(failing, works))).any == works


def test_name_of_a_graph_that_runs_know_by_an_id():
    asks = GraphFacts("approval", "an id", is_named=False, asks=True)
    graphs = Graphs(survey=Survey(graphs=(asks,), roles={"hitl": asks}))
    assert (graphs.existing_name("hitl"), graphs.assistant_id("hitl")) == ("approval", "an id")
    with pytest.raises(Skipped):
        graphs.existing_name("slow")


def test_usual_names_of_optional_graphs_are_not_tried_if_nothing_could_be_run():
    graphs = Graphs({"slow": "long"}, Survey({"create_run": Offer("broken")}))
    assert (graphs.existing_name("assistant"), graphs.existing_name("slow")) == ("agent", "long")
    with pytest.raises(Skipped, match="--hitl"):
        graphs.existing_name("hitl")

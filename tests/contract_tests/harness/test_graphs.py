"""Tests of graphs: checks run those that the survey found for each role."""

import pytest

from contract_tests.findings.finding import Skipped
from contract_tests.findings.survey import ROLES, GraphFacts, Survey
from contract_tests.harness.graphs import DEFAULT, Graphs

ID = "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11"
CHAT = GraphFacts("chat", "chat", keeps_messages=True, input={"messages": []})
APPROVAL = GraphFacts("approval", ID, is_named=False, asks=True)
SUM = GraphFacts("sum", "sum", input={"left": 1})
BROKEN = GraphFacts("broken", "broken", fails=True)


@pytest.mark.parametrize("role", ROLES)
def test_every_graph_has_its_default_name_without_a_survey(role):
    graphs = Graphs()
    assert graphs.name(role) == graphs.assistant_id(role) == DEFAULT[role]


@pytest.mark.parametrize("role", ROLES)
def test_an_option_names_the_graph_without_a_survey(role):
    graphs = Graphs({role: "mine"})
    assert graphs.name(role) == graphs.assistant_id(role) == "mine"


def test_graph_of_the_survey_replaces_the_default_name():
    graphs = Graphs(survey=Survey(graphs=(CHAT,), roles={"assistant": CHAT}))
    assert graphs.name("assistant") == graphs.assistant_id("assistant") == "chat"


def test_runs_take_the_id_that_the_target_accepts():
    graphs = Graphs({"hitl": "approval"}, Survey(graphs=(APPROVAL,), roles={"hitl": APPROVAL}))
    assert graphs.name("hitl") == "approval"
    assert graphs.assistant_id("hitl") == ID


@pytest.mark.parametrize(
    ("role", "lacks"),
    [
        ("assistant", "keeps `messages` in its state"),
        ("hitl", "waits for human input"),
        ("failing", "fails"),
        ("slow", "takes some seconds"),
    ],
)
def test_missing_graph_skips_the_check_and_names_the_option(role, lacks):
    graphs = Graphs(survey=Survey(graphs=(SUM,)))
    with pytest.raises(Skipped) as skipped:
        graphs.assistant_id(role)
    assert str(skipped.value) == f"no graph of the target {lacks} (--{role})"


def test_name_is_sent_if_no_graph_could_be_run():
    graphs = Graphs({"assistant": "mine"}, Survey())
    assert graphs.assistant_id("assistant") == "mine"
    assert graphs.assistant_id("hitl") == DEFAULT["hitl"]


@pytest.mark.parametrize(
    ("survey", "expected"),
    [
        (Survey(graphs=(SUM, CHAT), roles={"assistant": CHAT}), CHAT),
        (Survey(graphs=(BROKEN, APPROVAL, SUM)), SUM),
        (Survey(graphs=(BROKEN, APPROVAL)), BROKEN),
    ],
    ids=["keeps messages", "first that works", "first of all"],
)
def test_graph_for_requests_that_need_nothing_special(survey, expected):
    assert Graphs(survey=survey).any == expected


@pytest.mark.parametrize("survey", [None, Survey()], ids=["no survey", "no graph"])
def test_graph_for_requests_has_the_name_of_the_assistant_if_none_is_known(survey):
    graph = Graphs({"assistant": "mine"}, survey).any
    assert (graph.name, graph.assistant_id) == ("mine", "mine")
    assert graph.input["messages"]

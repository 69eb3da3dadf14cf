"""Tests of graphs: checks run those that the options name and the target has."""

import json

import httpx
import pytest

from contract_tests.client.target import Target
from contract_tests.findings.finding import Skipped
from contract_tests.harness.graphs import Graphs


class Searched:
    """A target with some graphs that records the searches for them."""

    def __init__(self, *graphs, status=200):
        self.graphs = graphs
        self.status = status
        self.requests = []
        self.target = Target("http://target", transport=httpx.MockTransport(self))

    def __call__(self, request):
        self.requests.append(json.loads(request.content)["graph_id"])
        found = [{"graph_id": name} for name in self.graphs if name == self.requests[-1]]
        return httpx.Response(self.status, json=found if self.status == 200 else {"detail": "no"})


def test_a_graph_is_found_under_the_name_of_its_part():
    assert Graphs().playing("hitl", Searched("agent", "hitl").target) == "hitl"
    assert Graphs().playing("assistant", Searched("agent").target) == "agent"


def test_or_under_the_name_that_an_option_gives():
    assert Graphs({"hitl": "approval"}).playing("hitl", Searched("approval").target) == "approval"


@pytest.mark.parametrize("there", [Searched(), Searched(status=404)], ids=["none found", "unknown graph"])
def test_missing_graph_skips_the_check(there):
    with pytest.raises(Skipped, match=r"the target has no graph 'slow' \(--slow\)"):
        Graphs().playing("slow", there.target)


def test_an_assistant_is_taken_by_its_id_unseen():
    there = Searched()
    named = "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11"
    assert Graphs({"slow": named}).playing("slow", there.target) == named
    assert there.requests == []


def test_a_target_that_can_not_be_searched_may_have_it():
    assert Graphs().playing("slow", Searched(status=405).target) == "slow"


def test_graph_is_searched_once():
    there, graphs = Searched("slow"), Graphs()
    for _ in range(3):
        graphs.playing("slow", there.target)
    assert there.requests == ["slow"]

"""Tests of the actions on a target whose assistants are agents."""

import json

import httpx

from contract_tests.actions.a2a import create_agent
from contract_tests.findings.survey import GraphFacts, Survey
from contract_tests.harness.graphs import Graphs

WITHOUT_DASHES = "f535d49f7b2a4447b08cfacf75a0c12b"


def test_agent_of_a_graph_known_by_an_id_without_dashes_needs_no_other_request(context_on):
    requests = []

    def respond(request):
        requests.append(request)
        return httpx.Response(200, json={"assistant_id": WITHOUT_DASHES})

    facts = GraphFacts("agent", WITHOUT_DASHES, is_named=False, keeps_messages=True)
    graphs = Graphs(survey=Survey(graphs=(facts,), roles={"assistant": facts}))
    with context_on(respond, operation="send_a2a_message", graphs=graphs) as ctx:
        agent_id = create_agent(ctx)
        sent = [(each.method, each.url.path, json.loads(each.content)["graph_id"]) for each in requests]
    assert (agent_id, sent) == (WITHOUT_DASHES, [("POST", "/assistants", "agent")])

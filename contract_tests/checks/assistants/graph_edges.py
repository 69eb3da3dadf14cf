"""Each edge of a graph leads from one of its nodes to another."""

from contract_tests.resource import resources
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("assistants.graph.edges", operation="get_assistant_graph", tier=2)
def edges(trial: Trial) -> None:
    kind = resources(trial)
    drawn = trial.need(trial.call("get_assistant_graph", path=kind.path(kind.create()[kind.key])))
    nodes = {node["id"] for node in drawn.json["nodes"]}
    ends = {end for edge in drawn.json["edges"] for end in (edge["source"], edge["target"])}
    trial.expect(bool(nodes), expected="nodes", received="none", exchange=drawn, pointer="/nodes")
    trial.expect(
        ends <= nodes,
        expected="edges between nodes",
        received=f"edges with {', '.join(sorted(map(str, ends - nodes)))}, no nodes",
        exchange=drawn,
        pointer="/edges",
    )

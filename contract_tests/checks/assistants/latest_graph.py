"""Making a version the latest restores its graph.

Why: An assistant can change its graph from version to version. An old prompt with a new graph is a mixture
that was never tested.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L702
"""

from contract_tests.actions.assistants import make_latest
from contract_tests.actions.resources import resources
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.latest.graph", operation="set_latest_assistant_version", tier=2)
def graph(trial: Trial) -> None:
    kind, other_graph = resources(trial), trial.graph_for("hitl")
    own = kind.create()[kind.key]
    kind.patch(own, graph_id=other_graph)
    make_latest(trial, own, 1)
    read = kind.read(own)
    expect.same(trial, read, read.json["graph_id"], trial.graph, "/graph_id")

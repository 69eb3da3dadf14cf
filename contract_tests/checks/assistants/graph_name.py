"""The name of a graph stands for an assistant of it, and for the same graph.

Why: Whoever has only the graph's name, as in most settings of frontends, draws the graph with it. 404 or
422 leaves the drawing empty.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L93
"""

from contract_tests.actions.resources import resources
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.graph.name", operation="get_assistant_graph", tier=2)
def name(trial: Trial) -> None:
    kind = resources(trial)
    by_id = trial.need(trial.call("get_assistant_graph", path=kind.path(kind.create()[kind.key])))
    by_name = trial.ask(trial.operation, Question(kind.path(trial.graph)))
    demand.success(trial, by_name)
    trial.expect(
        by_name.json == by_id.json,
        expected="the graph of its assistant",
        received="another graph",
        exchange=by_name,
    )

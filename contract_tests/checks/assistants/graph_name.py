"""The name of a graph is accepted as an assistant id and returns that graph.

Why: Many frontends have only the graph's name in their settings, and draw the graph with it. With 404 or 422,
the drawing stays empty.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L93
"""

from contract_tests.actions.resources import resources
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.graph.name", operation="get_assistant_graph", tier=2)
def name(trial: Trial) -> None:
    kind = resources(trial)
    by_id = trial.need(trial.call("get_assistant_graph", path=kind.path(kind.create()[kind.key])))
    by_name = trial.ask(trial.operation, Question(kind.path(trial.graph)))
    expect.success(trial, by_name)
    trial.expect(
        by_name.json == by_id.json,
        expected="the graph of its assistant",
        received="another graph",
        exchange=by_name,
    )

"""`xray` is a boolean or a depth of at least 1; any other value is rejected with 422.

Why: The SDKs accept a boolean or a number. For any other value, an error is more helpful than a graph without
its subgraphs, but no known client sends one.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L93
"""

from contract_tests.actions.resources import resources
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.graph.xray", operation="get_assistant_graph", tier=2, level="should")
def xray(trial: Trial) -> None:
    kind = resources(trial)
    path = kind.path(kind.create()[kind.key])
    for depth in ("true", "1"):
        trial.need(trial.ask(trial.operation, Question(path, {"xray": depth})))
    for depth in ("0", "-1", "deep"):
        expect.status(trial, trial.ask(trial.operation, Question(path, {"xray": depth}), valid=False), 422)

"""An unknown graph is rejected with 404 by every operation that takes a graph id.

Why: The name of a graph is the first thing that is mistyped in the settings. With 404, the mistake is
visible; an empty list, or an assistant that can't run, hides it until the first message.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from dataclasses import replace

from contract_tests.client.operation_request import Question
from contract_tests.generation.prerequisites import plain
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

NAMING_A_GRAPH = ("create_assistant", "update_assistant", "search_assistants", "count_assistants")


@rule("assistants.unknown_graph", operations=NAMING_A_GRAPH, tier=2)
def unknown_graph(trial: Trial) -> None:
    known = _naming(plain(trial.operation, trial), trial.graph)
    trial.need(trial.ask(trial.operation, known))
    unknown = _naming(plain(trial.operation, trial), "no-such-graph")
    expect.status(trial, trial.ask(trial.operation, unknown), 404)


def _naming(question: Question, graph_id: str) -> Question:
    return replace(question, body={**question.body, "graph_id": graph_id})

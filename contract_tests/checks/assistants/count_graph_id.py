"""Counting assistants applies the `graph_id` filter.

Why: Lists show how many assistants a graph has, and compute the number of pages from it. If the filter is
ignored, they offer empty pages.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L623
"""

from contract_tests.actions.search import populate_each
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("assistants.count.graph_id", operation="count_assistants", tier=2)
def graph_id(trial: Trial) -> None:
    one, another = trial.graph, trial.graph_for("hitl")
    population = populate_each(trial, {}, {"graph_id": another}, {})
    for graph, count in {one: 2, another: 1}.items():
        counted = population.count(graph_id=graph)
        expect.same(trial, counted, counted.json, count)

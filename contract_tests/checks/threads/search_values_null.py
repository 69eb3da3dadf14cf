"""Searching with `values` leaves out threads without values, and does not fail on them.

Why: Every thread is without values until its first run. If one such thread makes the search fail, all results
are gone as soon as somebody presses "New chat".
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L297
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.search import conversing
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("threads.search.values_null", operation="search_threads", tier=2)
def values_null(trial: Trial) -> None:
    population, (wanted,) = conversing(trial, "m1")
    create_thread(trial)
    body = {"metadata": trial.mark, "values": {"messages": wanted}}
    found = trial.ask(trial.operation, Question(body=body))
    expect.success(trial, found)
    expect.same(trial, found, population.numbers(found), [1])

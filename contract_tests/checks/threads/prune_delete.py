"""Pruning deletes the given threads, and no others.

Why: `threads.prune` can't be undone: one thread too many is a lost conversation, one too few is data that
should have been deleted.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L444
"""

from contract_tests.actions.search import populate
from contract_tests.harness import expect
from contract_tests.harness.expect import offered
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("threads.prune.delete", operation="prune_threads", tier=3, feature="prune")
def delete(trial: Trial) -> None:
    population = populate(trial, 3)
    first, second, _ = population.ids
    offered(trial, trial.call("prune_threads", body={"thread_ids": [first, second]}))
    found = population.search()
    expect.same(trial, found, population.numbers(found), [3])

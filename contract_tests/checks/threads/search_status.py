"""Searching with `status` finds the threads with that status, and no others.

Why: agent-inbox and deep-agents-ui fill their lists by status: "interrupted" is the list of threads that wait
for a human. If the filter is ignored, finished threads appear as open questions.
https://github.com/langchain-ai/agent-inbox/blob/f38301b9d0be/src/components/agent-inbox/contexts/ThreadContext.tsx#L201
"""

from contract_tests.actions.search import populate
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("threads.search.status", operation="search_threads", tier=2)
def status(trial: Trial) -> None:
    population = populate(trial, 2)
    all_idle = {"idle": [1, 2], "busy": [], "interrupted": [], "error": []}
    for wanted, numbers in all_idle.items():
        found = population.search(status=wanted)
        expect.same(trial, found, sorted(population.numbers(found)), numbers)

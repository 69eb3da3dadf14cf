"""Search returns at most `limit` resources.

Why: agent-inbox offers "next" if it receives exactly as many threads as it requested. If more or fewer
arrive, the button is missing or leads nowhere.
https://github.com/langchain-ai/agent-inbox/blob/f38301b9d0be/src/components/agent-inbox/contexts/ThreadContext.tsx#L299
"""

from contract_tests.actions.search import populate
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import SEARCHING


@rule("resources.search.limit", operations=SEARCHING, tier=2)
def limit(trial: Trial) -> None:
    population = populate(trial, 3)
    for most in (1, 2, 3):
        found = population.search(limit=most)
        expect.same(trial, found, f"{len(found.json)} found", f"{most} found")

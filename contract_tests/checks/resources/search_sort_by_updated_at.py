"""Search sorts by `updated_at`, up and down.

Why: deep-agents-ui asks for `sortBy: "updated_at"`, `sortOrder: "desc"`, and does not sort by itself. If it
is ignored, the latest conversations are on a page that nobody opens.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useThreads.ts#L77
"""

from contract_tests.actions.search import demand_sorted, shuffled
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import SEARCHING


@rule("resources.search.sort_by_updated_at", operations=SEARCHING, tier=2)
def sort_by_updated_at(trial: Trial) -> None:
    demand_sorted(shuffled(trial), "updated_at")

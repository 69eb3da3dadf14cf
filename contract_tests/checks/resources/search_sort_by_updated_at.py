"""Search sorts by `updated_at` in both directions.

Why: deep-agents-ui sends `sortBy: "updated_at"` and `sortOrder: "desc"` and does not sort the response. If
these are ignored, the latest conversations are on a page that no user opens.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useThreads.ts#L77
"""

from contract_tests.actions.search import demand_sorted, shuffled
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import SEARCHING


@rule("resources.search.sort_by_updated_at", operations=SEARCHING, tier=2)
def sort_by_updated_at(trial: Trial) -> None:
    demand_sorted(shuffled(trial), "updated_at")

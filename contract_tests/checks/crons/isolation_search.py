"""Another owner's crons are neither found nor counted.

Why: The nightly jobs of other people's agents are private, and a stranger can try to change each cron that is
found.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L421
"""

from contract_tests.actions import crons
from contract_tests.findings.finding import NotTestable
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule(
    "crons.isolation.search",
    operations=("search_crons", "count_crons"),
    tier=3,
    feature="crons",
    identities=2,
)
def isolation_search(trial: Trial) -> None:
    crons.plan(trial)
    mine, count = crons.found(trial, metadata=trial.mark)
    if not count:
        raise NotTestable("an owner does not find its own cron", mine)
    foreign, seen = crons.found(trial, other=True, metadata=trial.mark)
    expect.same(trial, foreign, seen, 0)

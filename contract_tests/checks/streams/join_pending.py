"""Joining a run before it starts streams all its events, from the first to the last.

Why: `StreamOrchestrator` of the JavaScript SDK joins runs that it has queued, possibly before they start.
If the beginning is missing, so is the user's question or the first half of the answer.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/orchestrator.ts#L1085
"""

from contract_tests.actions.runs import followed
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.join_pending", operation="join_thread_run_stream", tier=2)
def join_pending(trial: Trial) -> None:
    with followed(trial, readers=1) as (run, (reader,)):
        reader.rest()
    joined = reader.exchange
    names = [event.name for event in joined.events]
    expect.same(trial, joined, names[:2], ["metadata", "values"])
    expect.state_values(trial, joined, joined.events[-1].data, read_state(trial, run["thread_id"]))

"""A running run that is deleted stops writing to its thread.

Why: Clients delete a running run to stop it. If it continues, its answer appears in the conversation from a
run that can no longer be found.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1156
"""

from contract_tests.actions.runs import place, said, succeed, under_way
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.delete.stops_execution", operation="delete_thread_run", tier=2)
def delete_stops_execution(trial: Trial) -> None:
    run = under_way(trial)
    deleted = trial.need(trial.call("delete_thread_run", path=place(run)))
    before = message_ids(read_state(trial, run["thread_id"]).json)
    succeed(trial, run["thread_id"], input=said("m2"))
    after = message_ids(read_state(trial, run["thread_id"]).json)
    kept = after[: after.index("m2")] if "m2" in after else after
    trial.expect(
        len(kept) <= len(before),
        expected=f"the {len(before)} messages from before, and no others",
        received=f"{len(kept)} messages",
        exchange=deleted,
    )

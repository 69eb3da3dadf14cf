"""Joining with `stream_mode` streams only events of that mode.

Why: Clients join with the modes that they can show. Other events cost a phone its traffic, and a program
that ignores the name of an event takes them for the requested ones.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1097
"""

from contract_tests.actions.streams import heard, join, resumable, since
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.join_mode", operation="join_thread_run_stream", tier=2)
def join_mode(trial: Trial) -> None:
    path, whole = resumable(trial)
    joined = join(trial, path, headers=since("-1"), query={"stream_mode": "updates"})
    wanted = whole.named("updates")
    trial.expect(
        heard(joined.events) == heard(wanted),
        expected=f"the {len(wanted)} events of the mode updates",
        received=f"{len(joined.events)} events, or different ones",
        exchange=joined,
    )

"""Joining a resumable run with `Last-Event-ID: -1` streams it from its beginning.

Why: After a reload a page has nothing and requests the run from its beginning, as `useStream` does with
`reconnectOnMount`. If only the rest arrives, the answer begins in the middle of a sentence.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L679
"""

from contract_tests.actions.streams import heard, join, resumable, since
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.resume_from_start", operation="join_thread_run_stream", tier=2)
def resume_from_start(trial: Trial) -> None:
    path, whole = resumable(trial)
    joined = join(trial, path, headers=since("-1"))
    trial.expect(
        heard(joined.events) == heard(whole.events),
        expected=f"all {len(whole.events)} events",
        received=f"{len(joined.events)} events, or different ones",
        exchange=joined,
    )

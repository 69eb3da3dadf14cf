"""Who joins with the `Last-Event-ID` `-` hears a resumable run from its beginning."""

from contract_tests.resuming import heard, join, resumable, since
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("streams.resume_all", operation="join_thread_run_stream", tier=2)
def resume_all(trial: Trial) -> None:
    path, whole = resumable(trial)
    joined = join(trial, path, headers=since("-"))
    trial.expect(
        heard(joined.events) == heard(whole.events),
        expected=f"all {len(whole.events)} events",
        received=f"{len(joined.events)} events, or others",
        exchange=joined,
    )

"""With `stream_mode` who joins hears only events of that mode."""

from contract_tests.resuming import heard, join, resumable, since
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("streams.join_mode", operation="join_thread_run_stream", tier=2)
def join_mode(trial: Trial) -> None:
    path, whole = resumable(trial)
    joined = join(trial, path, headers=since("-"), query={"stream_mode": "updates"})
    wanted = whole.named("updates")
    trial.expect(
        heard(joined.events) == heard(wanted),
        expected=f"the {len(wanted)} events of the mode updates",
        received=f"{len(joined.events)} events, or others",
        exchange=joined,
    )

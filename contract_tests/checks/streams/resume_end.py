"""Who comes back with the `Last-Event-ID` of the last event has missed nothing, and hears nothing."""

from contract_tests import demand
from contract_tests.resuming import join, resumable, since
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("streams.resume_end", operation="join_thread_run_stream", tier=2)
def resume_end(trial: Trial) -> None:
    path, whole = resumable(trial)
    joined = join(trial, path, headers=since(whole.events[-1].id))
    demand.same(trial, joined, [list(joined.names), joined.is_complete], [[], True])

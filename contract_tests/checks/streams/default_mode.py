"""Without `stream_mode` a stream has `values`."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.running import stream
from contract_tests.trial import Trial


@rule("streams.default_mode", operation="stream_thread_run", tier=1)
def default_mode(trial: Trial) -> None:
    streamed = stream(trial, trial.create_thread()["thread_id"])
    demand.same(trial, streamed, sorted(set(streamed.names)), ["metadata", "values"])

"""The last `values` of a stream are those of the state after the run."""

from contract_tests import demand
from contract_tests.conversation import read_state
from contract_tests.finding import NotTestable
from contract_tests.rule import rule
from contract_tests.running import stream
from contract_tests.trial import Trial


@rule("streams.final_values", operation="stream_thread_run", tier=1)
def final_values(trial: Trial) -> None:
    thread_id = trial.create_thread()["thread_id"]
    streamed = stream(trial, thread_id, stream_mode=["values", "tasks"])
    last = streamed.named("values")[-1:]
    if not last:
        raise NotTestable("a stream of values has none", streamed)
    demand.state_values(trial, streamed, last[0].data, read_state(trial, thread_id))

"""A stream has events of all the modes that it is asked for."""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.running import stream
from contract_tests.trial import Trial

MODES = ["checkpoints", "debug", "events", "tasks", "updates", "values"]


@rule("streams.several_modes", operation="stream_thread_run", tier=2)
def several_modes(trial: Trial) -> None:
    streamed = stream(trial, trial.create_thread()["thread_id"], stream_mode=[*MODES, "messages-tuple"])
    demand.same(trial, streamed, sorted(set(streamed.names)), sorted([*MODES, "messages", "metadata"]))

"""A state that an update wrote says so: its `metadata.source` is `update`."""

from contract_tests import demand
from contract_tests.conversation import read_state
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.state.update_source", operation="update_state", tier=2)
def update_source(trial: Trial) -> None:
    state = read_state(trial, trial.stateful_thread(messages=1)["thread_id"])
    metadata = state.json["metadata"] or {}
    demand.same(trial, state, metadata.get("source"), "update", "/metadata/source")

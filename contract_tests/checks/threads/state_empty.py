"""The state of a thread that never ran is empty: no values, nothing next."""

from contract_tests import demand
from contract_tests.conversation import checkpoint_id, read_state
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.state.empty", operation="get_state", tier=1)
def empty(trial: Trial) -> None:
    state = read_state(trial, trial.create_thread()["thread_id"])
    trial.expect(
        not state.json["values"],
        expected="no values",
        received=demand.shown(state.json["values"]),
        exchange=state,
        pointer="/values",
    )
    demand.same(trial, state, state.json["next"], [], "/next")
    demand.same(trial, state, checkpoint_id(state.json), None, "/checkpoint/checkpoint_id")

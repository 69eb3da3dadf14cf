"""`input.respond` without `interrupt_id` is answered `invalid_argument`."""

from contract_tests import demand
from contract_tests.commanding import code, command
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("events.input_respond.interrupt_id", operation="send_command", tier=3, feature="event_streaming")
def interrupt_id(trial: Trial) -> None:
    answered = command(trial, trial.new_id(), "input.respond", response="yes")
    demand.same(trial, answered, code(answered), "invalid_argument", "/error")

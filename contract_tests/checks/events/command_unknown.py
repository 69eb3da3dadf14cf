"""A command that there is not is answered `unknown_command`."""

from contract_tests import demand
from contract_tests.commanding import code, command
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("events.command.unknown", operation="send_command", tier=3, feature="event_streaming")
def unknown(trial: Trial) -> None:
    answered = command(trial, trial.new_id(), "no.such.command")
    demand.same(trial, answered, code(answered), "unknown_command", "/error")

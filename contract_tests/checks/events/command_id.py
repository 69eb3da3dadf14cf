"""The answer to a command has the command's id; zero is one, too."""

from contract_tests import demand
from contract_tests.commanding import command
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("events.command.id", operation="send_command", tier=3, feature="event_streaming")
def command_id(trial: Trial) -> None:
    thread_id = trial.new_id()
    for given in (7, 0, 2**31):
        answered = command(trial, thread_id, "agent.getTree", id=given)
        demand.same(trial, answered, answered.json["id"], given, "/id")

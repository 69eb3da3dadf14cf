"""Unknown commands are rejected with `unknown_command`.

Why: Newer packages have commands that this server lacks, such as `state.fork`. The SDKs raise `ProtocolError`
with the code, and continue; without a response they wait indefinitely.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/error.ts#L6
"""

from contract_tests.actions.events import code, command
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.command.unknown", operation="send_command", tier=3, feature="event_streaming")
def unknown(trial: Trial) -> None:
    answered = command(trial, trial.new_id(), "no.such.command")
    expect.same(trial, answered, code(answered), "unknown_command", "/error")

"""The response to a command has the id of the command, even if that is zero.

Why: On a WebSocket, the SDK matches responses to commands by the id. It waits indefinitely for a response
with another id: `submit()` never returns.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/transport/websocket.ts#L323
"""

from contract_tests.actions.events import command
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.command.id", operation="send_command", tier=3, feature="event_streaming")
def command_id(trial: Trial) -> None:
    thread_id = trial.new_id()
    for given in (7, 0, 2**31):
        answered = command(trial, thread_id, "agent.getTree", id=given)
        expect.same(trial, answered, answered.json["id"], given, "/id")

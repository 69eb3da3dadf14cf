"""`input.respond` to an unknown interrupt is rejected with `no_such_interrupt`.

Why: A page that was asleep answers a question of yesterday. After a success, its user believes that the
answer counts; in truth it is lost.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/error.ts#L6
"""

from contract_tests.actions.events import code, command, questioned
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.input_respond.unknown", operation="send_command", tier=3, feature="event_streaming")
def unknown(trial: Trial) -> None:
    thread_id, _, response = questioned(trial)
    unknown_id = trial.new_id()
    answered = command(trial, thread_id, "input.respond", interrupt_id=unknown_id, response=response)
    expect.same(trial, answered, code(answered), "no_such_interrupt", "/error")

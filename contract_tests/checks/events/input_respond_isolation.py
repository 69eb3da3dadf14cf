"""`input.respond` on another owner's thread is rejected, and the interrupt stays open.

Why: An answer is a decision. A stranger who could approve another person's tool call could make that agent
pay, mail or delete.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L211
"""

from contract_tests.actions.events import command, questioned
from contract_tests.actions.interrupts import asked_in
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule(
    "events.input_respond.isolation",
    operation="send_command",
    tier=3,
    feature="event_streaming",
    identities=2,
)
def isolation(trial: Trial) -> None:
    thread_id, interrupt_id, response = questioned(trial)
    given = {"interrupt_id": interrupt_id, "response": response}
    answered = command(trial, thread_id, "input.respond", other=True, **given)
    expect.same(trial, answered, answered.json["type"], "error", "/type")
    state = read_state(trial, thread_id)
    expect.same(trial, state, asked_in(state) == [interrupt_id], True, "/tasks")

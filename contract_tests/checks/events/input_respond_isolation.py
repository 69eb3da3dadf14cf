"""`input.respond` on another owner's thread is rejected, and the interrupt stays open.

Why: An answer is a decision. A stranger who could approve another person's tool call could make that agent
pay, mail or delete.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L211
"""

from contract_tests.actions.events import interrupted_run, is_error, send_command
from contract_tests.actions.interrupts import interrupts_of
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check(
    "events.input_respond.isolation",
    operation="send_command",
    tier=3,
    feature="event_streaming",
    identities=2,
)
def isolation(ctx: CheckContext) -> None:
    thread_id, interrupt_id, response = interrupted_run(ctx)
    params = {"interrupt_id": interrupt_id, "response": response}
    rejected = send_command(ctx, thread_id, "input.respond", other=True, **params)
    expect.equal(ctx, rejected, {"error": is_error(rejected)}, {"error": True})
    state = read_state(ctx, thread_id)
    expect.equal(ctx, state, interrupts_of(ctx, state) == [interrupt_id], True, "/tasks")

"""`input.respond` to an unknown interrupt is rejected with `no_such_interrupt`.

Why: A page that was left open answers a question that is no longer open. After a success, its user
believes that the answer counts, although it is lost.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/error.ts#L6
"""

from contract_tests.actions.events import error_code, interrupted_run, send_command
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.input_respond.unknown", operation="send_command", tier=3, feature="event_streaming")
def unknown(ctx: CheckContext) -> None:
    thread_id, _, response = interrupted_run(ctx)
    unknown_id = ctx.new_id()
    rejected = send_command(ctx, thread_id, "input.respond", interrupt_id=unknown_id, response=response)
    expect.equal(ctx, rejected, error_code(rejected), "no_such_interrupt", "/error")

"""A second `input.respond` to the same interrupt is rejected with `no_such_interrupt`.

Why: Two tabs show the same question. If the second answer is accepted as well, it resumes the next interrupt,
whose question its author has never seen.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/error.ts#L6
"""

from contract_tests.actions.events import (
    command_to_success,
    error_code,
    interrupted_run,
    read_events,
    send_command,
    status,
    statuses,
)
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.input_respond.twice", operation="send_command", tier=3, feature="event_streaming")
def twice(ctx: CheckContext) -> None:
    thread_id, interrupt_id, response = interrupted_run(ctx)
    params = {"interrupt_id": interrupt_id, "response": response}
    command_to_success(ctx, thread_id, "input.respond", **params)
    streamed = read_events(ctx, thread_id, until=lambda event: status(event) == "completed")
    if statuses(streamed.events)[-1:] != ["completed"]:
        raise Blocked("no event reports that the run has continued", streamed)
    again = send_command(ctx, thread_id, "input.respond", **params)
    expect.equal(ctx, again, error_code(again), "no_such_interrupt", "/error")

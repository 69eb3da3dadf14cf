"""A second `input.respond` to the same interrupt is rejected with `no_such_interrupt`.

Why: Two tabs show the same question. If the second answer is accepted as well, it resumes the next interrupt,
whose question its author has never seen.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/error.ts#L6
"""

from contract_tests.actions.events import code, command, hear, questioned, status, statuses, succeed
from contract_tests.findings.finding import NotTestable
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.input_respond.twice", operation="send_command", tier=3, feature="event_streaming")
def twice(trial: Trial) -> None:
    thread_id, interrupt_id, response = questioned(trial)
    given = {"interrupt_id": interrupt_id, "response": response}
    succeed(trial, thread_id, "input.respond", **given)
    heard = hear(trial, thread_id, until=lambda event: status(event) == "completed")
    if statuses(heard.events)[-1:] != ["completed"]:
        raise NotTestable("no event reports that the run has continued", heard)
    again = command(trial, thread_id, "input.respond", **given)
    expect.same(trial, again, code(again), "no_such_interrupt", "/error")

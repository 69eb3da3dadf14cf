"""`input.respond` with `responses` answers these interrupts, and the run has the `metadata` of the command.

Why: A graph that asks several questions at once is answered by one command. `useStream` sends all answers in
`responses`; if they are not accepted, none of the questions is ever answered.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L723
"""

from contract_tests.actions.events import command_to_success, interrupted_run
from contract_tests.actions.runs import list_runs
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("events.input_respond.responses", operation="send_command", tier=3, feature="event_streaming")
def responses(ctx: CheckContext) -> None:
    thread_id, interrupt_id, response = interrupted_run(ctx)
    answers = [{"interrupt_id": interrupt_id, "response": response}]
    command_to_success(ctx, thread_id, "input.respond", responses=answers, metadata={"colour": "red"})
    state = eventually(ctx, lambda: read_state(ctx, thread_id), lambda it: it.json["next"] == [])
    expect.equal(ctx, state, state.json["next"], [], "/next")
    listed = list_runs(ctx, thread_id)
    colours = [(run.get("metadata") or {}).get("colour") for run in listed.json]
    expect.equal(ctx, listed, [each for each in colours if each], ["red"], "/*/metadata/colour")

"""The state after a run contains its input, followed by the answer, and `next` is empty.

Why: At the end of a run, `useStream` loads the state and drops what it has streamed. If the answer is
missing, or precedes the question, the text vanishes or jumps.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L64
"""

from contract_tests.actions.runs import messages_input, run_to_success
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.state.input_and_output", operation="create_thread_run", tier=1)
def state_input_and_output(ctx: CheckContext) -> None:
    state = read_state(ctx, run_to_success(ctx, input=messages_input(ctx, "m1"))["thread_id"])
    messages = message_ids(state.json)
    ctx.expect(
        messages[:1] == ["m1"] and len(messages) > 1,
        expected="the message, and an answer after it",
        received=f"{len(messages)} messages, the first {'' if messages[:1] == ['m1'] else 'not '}the run's",
        exchange=state,
        pointer="/values/messages",
    )
    expect.equal(ctx, state, state.json["next"], [], "/next")

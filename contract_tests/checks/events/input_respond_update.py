"""The `update` of `input.respond` is written into the state together with the answer.

Why: A page that lets a human correct the state while answering sends both in one command. If the update is
lost, the graph continues with the values that the human has just corrected.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L211
"""

from contract_tests.actions.events import command_to_success, interrupted_run
from contract_tests.actions.threads import human_message, message_ids, read_state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("events.input_respond.update", operation="send_command", tier=3, feature="event_streaming")
def update(ctx: CheckContext) -> None:
    thread_id, interrupt_id, response = interrupted_run(ctx)
    answer = {"interrupt_id": interrupt_id, "response": response}
    values = {"messages": [human_message("m7")]}
    command_to_success(ctx, thread_id, "input.respond", **answer, update=values)
    state = eventually(ctx, lambda: read_state(ctx, thread_id), lambda it: it.json["next"] == [])
    written = [each for each in message_ids(state.json) if each == "m7"]
    expect.equal(ctx, state, written, ["m7"], "/values/messages")

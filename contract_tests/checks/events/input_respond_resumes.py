"""`input.respond` answers an interrupt, and the graph continues.

Why: `run.respond()` and the buttons of a page send this command. If the graph does not continue with the
answer, the same question comes again after each click.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L211
"""

from contract_tests.actions.events import questioned, succeed
from contract_tests.actions.threads import read_state
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.input_respond.resumes", operation="send_command", tier=3, feature="event_streaming")
def resumes(trial: Trial) -> None:
    thread_id, interrupt_id, response = questioned(trial)
    succeed(trial, thread_id, "input.respond", interrupt_id=interrupt_id, response=response)
    state = eventually(trial, lambda: read_state(trial, thread_id), lambda it: it.json["next"] == [])
    expect.same(trial, state, state.json["next"], [], "/next")

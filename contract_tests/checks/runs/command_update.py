"""A command with `update` writes to the state, as a node would.

Why: Clients write with a run's `command.update`, for instance a correction together with the answer to a
question. If it is lost, the agent continues with what the human has just corrected.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L890
"""

from contract_tests.actions.runs import said, succeed
from contract_tests.actions.threads import message_ids, read_state, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.command.update", operation="create_thread_run", tier=2)
def command_update(trial: Trial) -> None:
    thread_id = stateful_thread(trial, messages=1)["thread_id"]
    succeed(trial, thread_id, input=None, command={"update": said("m2")})
    state = read_state(trial, thread_id)
    expect.same(trial, state, message_ids(state.json)[:2], ["m1", "m2"], "/values/messages")

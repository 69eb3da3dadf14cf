"""A run with a `checkpoint` continues from there; messages added after it are absent from the state.

Why: `useStream` sends a `checkpoint` when a message is edited, and agent-chat-ui's version of it with every
message. If it is ignored, the edited message is appended after the one it should replace.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L564
"""

from contract_tests.actions.runs import named, said, succeed
from contract_tests.actions.threads import message_ids, read_all, read_state, state_with, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.checkpoint.fork", operation="create_thread_run", tier=1)
def checkpoint_fork(trial: Trial) -> None:
    thread_id = stateful_thread(trial, messages=2)["thread_id"]
    past = state_with(read_all(trial, thread_id), "m1")
    succeed(trial, thread_id, input=said("m9"), checkpoint=named(past))
    state = read_state(trial, thread_id)
    expect.same(trial, state, message_ids(state.json)[:2], ["m1", "m9"], "/values/messages")

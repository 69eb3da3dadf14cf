"""A run with a `checkpoint` and no input executes the next node again and writes a new answer.

Why: "Regenerate" in agent-chat-ui submits nothing but the parent checkpoint. If this is rejected, or does
not execute the node again, the button does nothing.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/index.tsx#L239
"""

from contract_tests.actions.runs import named, succeed
from contract_tests.actions.threads import checkpoint_id, message_ids, read_all, read_state, state_with
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.checkpoint.regenerate", operation="create_thread_run", tier=2)
def checkpoint_regenerate(trial: Trial) -> None:
    thread_id = succeed(trial)["thread_id"]
    first = read_state(trial, thread_id)
    past = state_with(read_all(trial, thread_id), "m1")
    succeed(trial, thread_id, input=None, checkpoint=named(past))
    state = read_state(trial, thread_id)
    messages = message_ids(state.json)
    expect.same(trial, state, [messages[:1], len(messages)], [["m1"], len(message_ids(first.json))])
    trial.expect(
        checkpoint_id(state.json) not in {None, checkpoint_id(first.json)},
        expected="a new checkpoint",
        received="the one of the first response",
        exchange=state,
        pointer="/checkpoint",
    )

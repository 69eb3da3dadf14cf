"""A thread's next run continues from the state that the previous one left.

Why: Frontends send only the new message and leave the rest to the thread. If a run does not start where the
last one ended, the agent has forgotten the conversation.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/index.tsx#L217
"""

from contract_tests.actions.runs import said, succeed
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.state.continues", operation="create_thread_run", tier=1)
def state_continues(trial: Trial) -> None:
    thread_id = succeed(trial, input=said("m1"))["thread_id"]
    before = message_ids(read_state(trial, thread_id).json)
    succeed(trial, thread_id, input=said("m2"))
    state = read_state(trial, thread_id)
    messages = message_ids(state.json)
    trial.expect(
        messages[: len(before) + 1] == [*before, "m2"],
        expected="the messages of the first run, then those of the second",
        received="others",
        exchange=state,
        pointer="/values/messages",
    )

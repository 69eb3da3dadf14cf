"""The history is sorted newest state first.

Why: `useStream` hands the first state to `onFinish` as the latest one, and CopilotKit's adapter reverses
the list to get the oldest first. In any other order both show, or branch from, the wrong state.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L64
"""

from contract_tests.actions.threads import message_ids, read_all, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import HISTORY


@rule("threads.history.order", operations=HISTORY, tier=1)
def order(trial: Trial) -> None:
    thread_id = stateful_thread(trial, messages=3)["thread_id"]
    states = read_all(trial, thread_id, trial.operation.id)
    messages = [len(message_ids(state)) for state in states.json]
    expect.same(trial, states, f"states with {messages} messages", "states with [3, 2, 1] messages")

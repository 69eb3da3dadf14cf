"""After an update of the state, the `values` of the thread, if it has any, are the latest.

Why: Sidebars take their titles from the `values` of found threads, as agent-chat-ui does. If these are older
than the state, a list shows a title that the user has already corrected.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/history/index.tsx#L30
"""

from contract_tests.actions.threads import message_ids, read_thread, say, stateful_thread
from contract_tests.findings.finding import NotOffered
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("threads.state.update_thread_values", operation="update_state", tier=2)
def update_thread_values(trial: Trial) -> None:
    thread_id = stateful_thread(trial, messages=1)["thread_id"]
    say(trial, thread_id, "m2")
    thread = read_thread(trial, thread_id)
    if "values" not in thread.json:
        raise NotOffered("threads carry no values", thread)
    expect.same(trial, thread, message_ids(thread.json), ["m1", "m2"], "/values/messages")

"""After an update, the state has the written values.

Why: deep-agents-ui saves the files that a user edits with `threads.updateState`. If the state lacks them
afterwards, the edit is lost at the next load.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useChat.ts#L107
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import message_ids, read_state, say, spoken
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("threads.state.update", operation="get_state", tier=1)
def update(trial: Trial) -> None:
    thread_id = create_thread(trial, metadata={"graph_id": trial.graph})["thread_id"]
    for message_id in ("m1", "m2"):
        say(trial, thread_id, message_id)
    spoken(trial, thread_id)
    state = read_state(trial, thread_id)
    expect.same(trial, state, message_ids(state.json), ["m1", "m2"], "/values/messages")

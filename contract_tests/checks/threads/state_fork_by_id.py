"""An update at an older `checkpoint_id` creates a fork, as with `checkpoint`.

Why: CopilotKit's adapter sends `checkpointId`, other clients the whole `checkpoint`. If only one of them
creates a fork, the other overwrites the latest state.
https://github.com/ag-ui-protocol/ag-ui/blob/821b8c227c6f/integrations/langgraph/typescript/src/agent.ts#L546
"""

from contract_tests.actions.threads import (
    checkpoint_id,
    message_ids,
    read_all,
    read_state,
    say,
    state_with,
    stateful_thread,
)
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("threads.state.fork_by_id", operation="update_state", tier=2)
def fork_by_id(trial: Trial) -> None:
    thread_id = stateful_thread(trial, messages=3)["thread_id"]
    old = state_with(read_all(trial, thread_id), "m1")
    say(trial, thread_id, "forked", checkpoint_id=checkpoint_id(old))
    state = read_state(trial, thread_id)
    expect.same(trial, state, message_ids(state.json), ["m1", "forked"], "/values/messages")

"""An update at an older `checkpoint` creates a fork: a child state that builds on its values.

Why: CopilotKit's adapter regenerates a message by an update at the older `checkpoint_id`, and runs from the
returned checkpoint. If the update is applied to the latest state, the old answer stays and a second one
follows.
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


@rule("threads.state.fork", operation="update_state", tier=2)
def fork(trial: Trial) -> None:
    thread_id = stateful_thread(trial, messages=3)["thread_id"]
    old = state_with(read_all(trial, thread_id), "m1")
    say(trial, thread_id, "forked", checkpoint={"checkpoint_id": checkpoint_id(old)})
    state = read_state(trial, thread_id)
    expect.same(trial, state, message_ids(state.json), ["m1", "forked"], "/values/messages")
    trial.expect(
        checkpoint_id(state.json, of="parent_checkpoint") == checkpoint_id(old),
        expected="the older checkpoint as parent",
        received="another parent",
        exchange=state,
        pointer="/parent_checkpoint/checkpoint_id",
    )

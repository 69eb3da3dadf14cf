"""The state at a checkpoint is the same as in the history.

Why: Time travel shows an old state with `threads.get_state(checkpoint=...)`. If that differs from the one
in the history, the user looks at one state and forks from another.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L485
"""

from contract_tests.actions.threads import checkpoint_id, read_all, state_with, stateful_thread
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import AT_CHECKPOINT

FIELDS = ("values", "next", "metadata", "created_at")


@rule("threads.state.at_checkpoint", operations=AT_CHECKPOINT, tier=2)
def at_checkpoint(trial: Trial) -> None:
    thread_id = stateful_thread(trial, messages=3)["thread_id"]
    wanted = state_with(read_all(trial, thread_id), "m1", "m2")
    checkpoint = {"checkpoint_id": str(checkpoint_id(wanted))}
    if trial.operation.body is None:
        read = trial.call(trial.operation.id, path={"thread_id": thread_id, **checkpoint})
    else:
        body = {"checkpoint": checkpoint}
        read = trial.call(trial.operation.id, path={"thread_id": thread_id}, body=body)
    trial.need(read)
    for field in FIELDS:
        trial.expect(
            read.json[field] == wanted[field],
            expected=f"the {field} of the history",
            received="others",
            exchange=read,
            pointer=f"/{field}",
        )
    trial.expect(
        checkpoint_id(read.json) == checkpoint_id(wanted),
        expected="the requested checkpoint",
        received="another",
        exchange=read,
        pointer="/checkpoint/checkpoint_id",
    )

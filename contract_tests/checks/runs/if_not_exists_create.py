"""A run with `if_not_exists: create` creates a missing thread.

Why: `RemoteGraph` and chat-langchain start every run with `if_not_exists: "create"`, on an id that they
generate. If this is rejected, no conversation starts.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/langgraph/langgraph/pregel/remote.py#L815
"""

from contract_tests.actions.runs import start
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STARTING_ON_A_THREAD


@rule("runs.if_not_exists.create", operations=STARTING_ON_A_THREAD, tier=2)
def if_not_exists_create(trial: Trial) -> None:
    thread_id = trial.new_id()
    expect.status(trial, start(trial, thread_id, trial.operation.id, if_not_exists="create"), 200)
    expect.status(trial, trial.call("get_thread", path={"thread_id": thread_id}), 200)

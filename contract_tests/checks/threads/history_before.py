"""History `before` a checkpoint has only older states, not the one at the checkpoint.

GET takes the checkpoint's id, POST the `checkpoint` object of a state.

Why: "Load older" requests the history `before` the oldest state that is shown. If that state comes again, it
appears on the page twice; if newer ones come, the page never gets to the beginning.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L687
"""

from contract_tests.actions.threads import (
    EVERYTHING,
    checkpoint_id,
    message_ids,
    read_all,
    state_with,
    stateful_thread,
)
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import HISTORY


@rule("threads.history.before", operations=HISTORY, tier=2)
def before(trial: Trial) -> None:
    path = {"thread_id": stateful_thread(trial, messages=3)["thread_id"]}
    newest = state_with(read_all(trial, path["thread_id"], trial.operation.id), "m1", "m2", "m3")
    if trial.operation.body is None:
        query = {"limit": EVERYTHING, "before": checkpoint_id(newest)}
        states = trial.ask(trial.operation, Question(path, query=query))
    else:
        there = {name: each for name, each in newest["checkpoint"].items() if each is not None}
        body = {"limit": EVERYTHING, "before": there}
        states = trial.ask(trial.operation, Question(path, body=body))
    expect.success(trial, states)
    messages = sorted(len(message_ids(state)) for state in states.json)
    expect.same(trial, states, f"states with {messages} messages", "states with [1, 2] messages")

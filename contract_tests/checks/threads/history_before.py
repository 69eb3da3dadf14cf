"""The history `before` a checkpoint has only older states, not the one at the checkpoint.

GET takes the checkpoint's id, POST the `checkpoint` object of a state.

Why: "Load older" requests the history `before` the oldest state that is shown. If that state comes again, it
appears on the page twice; if newer ones come, the page never gets to the beginning.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L687
"""

from contract_tests.actions.threads import (
    MAX_HISTORY,
    checkpoint_id,
    message_ids,
    read_all,
    state_with,
    stateful_thread,
)
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import HISTORY


@check("threads.history.before", operations=HISTORY, tier=2)
def before(ctx: CheckContext) -> None:
    path = {"thread_id": stateful_thread(ctx, messages=3)["thread_id"]}
    newest = state_with(read_all(ctx, path["thread_id"], ctx.operation.id), "m1", "m2", "m3")
    if ctx.operation.body is None:
        query = {"limit": MAX_HISTORY, "before": checkpoint_id(newest)}
        states = ctx.send(ctx.operation, OperationRequest(path, query=query))
    else:
        present = {name: each for name, each in newest["checkpoint"].items() if each is not None}
        body = {"limit": MAX_HISTORY, "before": present}
        states = ctx.send(ctx.operation, OperationRequest(path, body=body))
    expect.success(ctx, states)
    messages = sorted(len(message_ids(state)) for state in states.json)
    expect.equal(ctx, states, f"states with {messages} messages", "states with [1, 2] messages")

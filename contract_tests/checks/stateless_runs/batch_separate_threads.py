"""Each run of a batch is executed on a separate thread.

Why: The runs of a batch are about different things. On one thread they would wait for each other and read
each other's messages.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L607
"""

from contract_tests.actions.runs import finished, messages_input, run_body
from contract_tests.actions.threads import message_ids
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("stateless_runs.batch.separate_threads", operation="create_runs_batch", tier=3)
def batch_separate_threads(ctx: CheckContext) -> None:
    body = [run_body(ctx, input=messages_input(ctx, name), on_completion="keep") for name in ("m1", "m2")]
    created = ctx.need(ctx.call("create_runs_batch", body=body))
    threads = []
    for run in created.json:
        finished(ctx, run["thread_id"], run["run_id"])
        state = ctx.need(ctx.call("get_state", path={"thread_id": run["thread_id"]}))
        threads.append(message_ids(state.json)[:1])
    expect.equal(ctx, created, threads, [["m1"], ["m2"]])

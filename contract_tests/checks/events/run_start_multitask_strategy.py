"""The `multitaskStrategy` of `run.start` is the strategy of the run, `enqueue` by default.

Why: `submit(input, {multitaskStrategy: "interrupt"})` lets a user correct a message while the agent still
answers. If it is ignored, both answers appear.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L324
"""

from contract_tests.actions.events import start_run
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import read_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.run_start.multitask_strategy", operation="send_command", tier=3, feature="event_streaming")
def multitask_strategy(ctx: CheckContext) -> None:
    for strategy in ("interrupt", "rollback"):
        thread_id = create_thread(ctx)["thread_id"]
        run_id = start_run(ctx, thread_id, multitaskStrategy=strategy)
        run = read_run(ctx, {"thread_id": thread_id, "run_id": run_id})
        expect.equal(ctx, run, run.json["multitask_strategy"], strategy, "/multitask_strategy")

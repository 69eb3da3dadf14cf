"""Mode `debug` streams checkpoints, tasks and their results, step by step.

Why: Debuggers draw the run from these events as they arrive. If a result is missing, a step stays open
indefinitely.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L247
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.debug", operation="stream_thread_run", tier=2)
def debug(ctx: CheckContext) -> None:
    streamed = stream_run(ctx, create_thread(ctx)["thread_id"], stream_mode=["debug"])
    received = [event.data for event in streamed.named("debug")]
    kinds = sorted({each["type"] for each in received})
    expect.equal(ctx, streamed, kinds, ["checkpoint", "task", "task_result"], "debug/*/type")
    steps = [each["step"] for each in received]
    expect.equal(ctx, streamed, [steps[:1], steps == sorted(steps)], [[-1], True], "debug/*/step")

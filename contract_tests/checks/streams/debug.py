"""Mode `debug` streams checkpoints, tasks and their results, step by step.

Why: Debuggers draw the run from these events as they arrive. If a result is missing, a step stays open
indefinitely.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L247
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.debug", operation="stream_thread_run", tier=2)
def debug(trial: Trial) -> None:
    streamed = stream(trial, create_thread(trial)["thread_id"], stream_mode=["debug"])
    told = [event.data for event in streamed.named("debug")]
    kinds = sorted({each["type"] for each in told})
    expect.same(trial, streamed, kinds, ["checkpoint", "task", "task_result"], "debug/*/type")
    steps = [each["step"] for each in told]
    expect.same(trial, streamed, [steps[:1], steps == sorted(steps)], [[-1], True], "debug/*/step")

"""Mode `tasks` streams a task when it starts and again, with its result, when it ends.

Why: With `onTaskEvent`, a page shows which steps are active. If a result is missing, a step stays active
indefinitely.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L247
"""

from contract_tests.actions.runs import started_stream
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STREAMING_RUNS


@rule("streams.tasks", operations=STREAMING_RUNS, tier=2)
def tasks(trial: Trial) -> None:
    streamed = started_stream(trial, stream_mode=["tasks"])
    told = [event.data for event in streamed.named("tasks")]
    begun = [task["id"] for task in told if "result" not in task]
    ended = [task["id"] for task in told if "result" in task]
    trial.expect(
        bool(begun) and sorted(begun) == sorted(ended),
        expected="start and end of each task",
        received=f"{len(begun)} starts, {len(ended)} ends, or those of other parts",
        exchange=streamed,
        pointer="tasks",
    )

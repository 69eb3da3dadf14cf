"""Mode `tasks` streams a task when it starts and again, with its result, when it ends.

Why: With `onTaskEvent`, a page shows which steps are active. If a result is missing, a step stays active
indefinitely.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L247
"""

from contract_tests.actions.runs import stream_by_operation
from contract_tests.actions.streams import ended_early
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STREAMING_RUNS


@check("streams.tasks", operations=STREAMING_RUNS, tier=2)
def tasks(ctx: CheckContext) -> None:
    streamed = stream_by_operation(ctx, stream_mode=["tasks"])
    received = [event.data for event in streamed.named("tasks")]
    started_ids = [task["id"] for task in received if "result" not in task]
    ended = [task["id"] for task in received if "result" in task]
    ctx.expect(
        bool(started_ids) and sorted(started_ids) == sorted(ended),
        expected="start and end of each task",
        received=expect.unpaired(started_ids, ended, "task"),
        exchange=streamed,
        pointer="tasks",
    )
    early = ended_early((task["id"], "result" in task) for task in received)
    expect.equal(
        ctx, streamed, f"{early} tasks end before they start", "0 tasks end before they start", "tasks"
    )

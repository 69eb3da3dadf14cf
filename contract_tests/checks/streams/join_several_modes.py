"""Joining a run with several modes streams each event exactly once, and all modes report the same steps.

Why: A page that joins late draws the steps from the events. A step that is missing or repeated stays wrong
until the thread is reloaded.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L679
"""

from collections import Counter

from contract_tests.actions.runs import run_path, run_to_success
from contract_tests.actions.streams import duplicates, join, last_event_id
from contract_tests.client.stream import StreamedExchange
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

MODES = ["checkpoints", "debug", "tasks"]


@check("streams.join_several_modes", operation="join_thread_run_stream", tier=2)
def join_several_modes(ctx: CheckContext) -> None:
    run = run_to_success(ctx, stream_mode=MODES, stream_resumable=True)
    joined = join(ctx, run_path(run), headers=last_event_id("-1"))
    expect.equal(ctx, joined, duplicates(joined.events), [])
    expect.equal(ctx, joined, *steps(joined), "debug")


def steps(joined: StreamedExchange) -> tuple[dict[str, int], dict[str, int]]:
    """Return the number of events of each kind in `debug`, and in the other modes."""
    debugged = Counter(event.data["type"] for event in joined.named("debug"))
    results = sum("result" in event.data for event in joined.named("tasks"))
    received = {
        "checkpoint": len(joined.named("checkpoints")),
        "task": len(joined.named("tasks")) - results,
        "task_result": results,
    }
    return {name: debugged[name] for name in received}, received

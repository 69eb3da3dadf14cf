"""Joining a run with several modes streams each event exactly once, and all modes report the same steps.

Why: A page that joins late draws the steps from the events. A step that is missing or repeated stays wrong
until the thread is reloaded.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L679
"""

from collections import Counter

from contract_tests.actions.runs import place, succeed
from contract_tests.actions.streams import join, repeated, since
from contract_tests.client.stream import StreamedExchange
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

MODES = ["checkpoints", "debug", "tasks"]


@rule("streams.join_several_modes", operation="join_thread_run_stream", tier=2)
def join_several_modes(trial: Trial) -> None:
    run = succeed(trial, stream_mode=MODES, stream_resumable=True)
    joined = join(trial, place(run), headers=since("-1"))
    expect.same(trial, joined, repeated(joined.events), [])
    expect.same(trial, joined, *steps(joined), "debug")


def steps(joined: StreamedExchange) -> tuple[dict[str, int], dict[str, int]]:
    """Return the number of events of each kind in `debug`, and in the other modes."""
    debugged = Counter(event.data["type"] for event in joined.named("debug"))
    results = sum("result" in event.data for event in joined.named("tasks"))
    told = {
        "checkpoint": len(joined.named("checkpoints")),
        "task": len(joined.named("tasks")) - results,
        "task_result": results,
    }
    return {name: debugged[name] for name in told}, told

"""The stream of a failed run ends with an `error` event that describes the failure.

Why: `useStream`, `RemoteGraph` and CopilotKit's adapter detect a failure only by the event `error`. If the
stream just ends, the incomplete answer looks complete, and the failure goes unnoticed.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/manager.ts#L793
"""

from contract_tests.actions.runs import started_stream
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STREAMING_RUNS


@rule("streams.error", operations=STREAMING_RUNS, tier=1)
def error(trial: Trial) -> None:
    streamed = started_stream(trial, assistant_id=trial.graph_for("failing"))
    expect.same(trial, streamed, list(streamed.names[-1:]), ["error"])
    told = streamed.events[-1].data
    expect.same(trial, streamed, [name for name in ("error", "message") if not told[name]], [], "error")

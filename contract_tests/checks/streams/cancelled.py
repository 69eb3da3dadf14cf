"""The stream of a cancelled run ends without an error.

Why: A second tab follows a run that is stopped in the first one. `useStream` reports the event `error` as a
failure, and agent-chat-ui shows a red message for what the user has requested.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/index.tsx#L169
"""

from contract_tests.actions.runs import cancel, pending, place
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.cancelled", operation="join_thread_run_stream", tier=2)
def cancelled(trial: Trial) -> None:
    run = pending(trial)
    with trial.reading("join_thread_run_stream", path=place(run)) as reader:
        trial.need(reader.exchange)
        cancel(trial, run)
        reader.rest()
    said = {"ended": reader.exchange.is_complete, "error": "error" in reader.exchange.names}
    expect.same(trial, reader.exchange, said, {"ended": True, "error": False})

"""Joining a finished run without `Last-Event-ID` returns a stream that ends without any events.

Why: A page may join a run that has just ended. If the stream never ends, the page loads indefinitely;
events that are sent again appear twice on the page.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L1097
"""

from contract_tests.actions.runs import place, succeed
from contract_tests.actions.streams import join
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.join_finished", operation="join_thread_run_stream", tier=2)
def join_finished(trial: Trial) -> None:
    run = succeed(trial, stream_resumable=True)
    joined = join(trial, place(run))
    expect.same(trial, joined, [list(joined.names), joined.is_complete], [[], True])

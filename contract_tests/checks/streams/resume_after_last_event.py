"""Rejoining a run with the id of its last event returns a stream that ends without any events.

Why: A connection may break after the last event. If the SDK, which reconnects with its id, receives that
event again, the last piece of text appears twice.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/stream.ts#L231
"""

from contract_tests.actions.streams import join, resumable, since
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.resume_after_last_event", operation="join_thread_run_stream", tier=2)
def resume_after_last_event(trial: Trial) -> None:
    path, whole = resumable(trial)
    joined = join(trial, path, headers=since(whole.events[-1].id))
    expect.same(trial, joined, [list(joined.names), joined.is_complete], [[], True])

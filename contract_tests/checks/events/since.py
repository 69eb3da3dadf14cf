"""A stream with `since` sends exactly the missed events: each later event once, in order.

Why: The Python SDK reconnects with `since` when a connection breaks. A missing event leaves a gap in the
text, without any error.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L1675
"""

from contract_tests.actions.events import hear, numbered, seq, told
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.since", operation="stream_thread_events", tier=3, feature="event_streaming")
def since(trial: Trial) -> None:
    thread_id, whole = told(trial)
    half = len(whole.events) // 2
    last, missed = whole.events[half - 1], whole.events[half:]
    heard = hear(trial, thread_id, since=seq(last))
    trial.expect(
        numbered(heard.events) == numbered(missed),
        expected=f"the {len(missed)} events after it",
        received=f"{len(heard.events)} events, or different ones",
        exchange=heard,
    )

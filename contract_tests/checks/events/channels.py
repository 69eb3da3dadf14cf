"""A stream sends only events of the requested channels, and their numbers stay the same.

Why: The SDKs open one stream for all that a page shows, and choose by channel. A missing channel leaves a
part of the page empty; if numbers depend on the channels, reconnecting by number skips events.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/stream/subscription.py#L88
"""

from contract_tests.actions.events import hear, numbered, told
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

FEW = ("lifecycle", "values")


@rule("events.channels", operation="stream_thread_events", tier=3, feature="event_streaming")
def channels(trial: Trial) -> None:
    thread_id, whole = told(trial)
    heard = hear(trial, thread_id, channels=FEW)
    wanted = numbered(whole.named(*FEW))
    trial.expect(
        numbered(heard.events) == wanted,
        expected=f"the {len(wanted)} events of {' and '.join(FEW)}",
        received=f"{len(heard.events)} events, or different ones",
        exchange=heard,
    )

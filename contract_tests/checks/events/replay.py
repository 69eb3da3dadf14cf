"""A client that connects after a run receives the same events, with the same numbers, as a live one.

Why: A second tab, or a component that is shown later, opens a separate stream and relies on receiving all
past events. Both SDKs recognise events by their id: with new ids, everything appears twice.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/index.ts#L2288
"""

from contract_tests.actions.events import EVERYTHING, LONGEST, ends, hear, numbered, start
from contract_tests.actions.resources import create_thread
from contract_tests.harness.expect import offered
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.replay", operation="stream_thread_events", tier=3, feature="event_streaming")
def replay(trial: Trial) -> None:
    path = {"thread_id": create_thread(trial)["thread_id"]}
    body = {"channels": [*EVERYTHING]}
    with trial.reading("stream_thread_events", path=path, body=body, at_most=LONGEST) as reader:
        offered(trial, reader.exchange)
        start(trial, path["thread_id"])
        live = reader.rest(until=ends)
    heard = hear(trial, path["thread_id"])
    trial.expect(
        numbered(heard.events) == numbered(live),
        expected=f"the {len(live)} events that were sent while it ran",
        received=f"{len(heard.events)} events, or different ones",
        exchange=heard,
    )

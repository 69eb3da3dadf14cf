"""A message has the same id in the `messages` events and in the values.

Why: `useStream` replaces the streamed message by the message with the same id in the values. If ids differ,
each answer appears twice on the page.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/message-reconciliation.ts#L65
"""

from contract_tests.actions.events import at_the_top, data, told
from contract_tests.actions.streams import contents
from contract_tests.findings.finding import NotTestable
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.messages.id", operation="stream_thread_events", tier=3, feature="event_streaming")
def message_id(trial: Trial) -> None:
    _, heard = told(trial)
    parts = [data(event) for event in at_the_top(heard.events, "messages")]
    begun = {str(part.get("id")) for part in parts if part.get("event") == "message-start"}
    if not begun:
        raise NotTestable("the graph streams no messages (--assistant)", heard)
    known = {each for event in at_the_top(heard.events, "values") for each in contents(data(event))}
    trial.expect(
        begun <= known,
        expected="the id of a message of the values",
        received="another id",
        exchange=heard,
        pointer="messages",
    )

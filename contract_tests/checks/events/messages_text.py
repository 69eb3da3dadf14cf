"""The streamed pieces of a message add up to its finished text.

Why: Pages show the pieces, and later code uses the finished text. If they differ, the answer changes before
the user's eyes.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/messages.ts#L423
"""

from contract_tests.actions.events import at_the_top, texts, told
from contract_tests.findings.finding import NotTestable
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.messages.text", operation="stream_thread_events", tier=3, feature="event_streaming")
def text(trial: Trial) -> None:
    _, heard = told(trial)
    put_together, whole = texts(at_the_top(heard.events, "messages"))
    if not whole:
        raise NotTestable("the graph streams no text (--assistant)", heard)
    trial.expect(
        put_together == whole,
        expected="the text of the pieces",
        received="another text",
        exchange=heard,
        pointer="messages",
    )

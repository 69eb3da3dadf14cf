"""Each message has a `message-start` and a `message-finish`, and each of its blocks likewise.

Why: The SDKs open a message at `message-start`, add up its blocks, and close it at `message-finish`.
Without the end, `await message.text` never returns; without the start, the pieces belong to nothing.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/stream/messages.ts#L423
"""

from collections.abc import Iterable

from contract_tests.actions.events import data, events_of_run, own_events
from contract_tests.actions.streams import no_tokens
from contract_tests.client.stream import StreamedEvent
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

FINISHING = {"message-finish": "message-start", "content-block-finish": "content-block-start"}


@check("events.messages.order", operation="stream_thread_events", tier=3, feature="event_streaming")
def order(ctx: CheckContext) -> None:
    _, streamed = events_of_run(ctx)
    parts = own_events(streamed.events, "messages")
    if not parts:
        raise no_tokens(ctx, streamed)
    expect.equal(ctx, streamed, amiss(parts), [], "messages")


def amiss(parts: Iterable[StreamedEvent]) -> list[str]:
    """Return the kinds of parts that come before their start, and the starts that lack a finish."""
    violations: list[str] = []
    going_on: list[tuple[str, Json]] = []
    for part in map(data, parts):
        kind, index = str(part.get("event")), part.get("index")
        if kind.endswith("-start"):
            going_on.append((kind, index))
        elif kind == "content-block-delta" and ("content-block-start", index) not in going_on:
            violations.append(kind)
        elif start := FINISHING.get(kind):
            if (start, index) not in going_on:
                violations.append(kind)
            else:
                going_on.remove((start, index))
    return violations + [start for start, _ in going_on]

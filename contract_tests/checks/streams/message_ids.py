"""A message has the same id in the events of every stream mode and in the state after the run.

The modes are `messages-tuple`, `messages`, `updates` and `values`.

Why: `useStream` assembles the pieces of a message by its id, and finds it in the values by the same id. If
ids differ, each answer appears twice on the page; without an id it is not shown.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/messages.ts#L74
"""

from collections.abc import Iterator, Mapping

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.streams import chunks_by_id, no_tokens
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.client.stream import StreamedExchange
from contract_tests.contract import Json
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

MODES = ["messages-tuple", "values", "updates"]
"""Modes of one run. `messages` has a run of its own, because both modes of messages share their events."""


@check("streams.message_ids", operation="stream_thread_run", tier=1)
def ids(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    streamed = stream_run(ctx, thread_id, stream_mode=MODES)
    chunked, stored = [*chunks_by_id(streamed)], message_ids(read_state(ctx, thread_id).json)
    if not chunked:
        raise no_tokens(ctx, streamed)
    _expect_stored(ctx, streamed, "messages", chunked, stored)
    for name in ("updates", "values"):
        _expect_stored(ctx, streamed, name, [*_ids(streamed, name)], stored)
    thread_id = create_thread(ctx)["thread_id"]
    streamed = stream_run(ctx, thread_id, stream_mode=["messages"])
    stored = message_ids(read_state(ctx, thread_id).json)
    for name in ("messages/partial", "messages/complete"):
        _expect_stored(ctx, streamed, name, [*_ids(streamed, name)], stored)


def _ids(streamed: StreamedExchange, name: str) -> Iterator[Json]:
    """Yield the ids of the messages in the events of this name."""
    for event in streamed.named(name):
        if isinstance(event.data, list):
            parts = [{"messages": event.data}]
        else:
            parts = [*event.data.values()] if name == "updates" else [event.data]
        for part in parts:
            messages = part.get("messages") if isinstance(part, Mapping) else None
            yield from (each.get("id") for each in messages or () if isinstance(each, Mapping))


def _expect_stored(
    ctx: CheckContext, streamed: StreamedExchange, name: str, found: list[Json], stored: list[str | None]
) -> None:
    unique = [*dict.fromkeys(found)]
    strangers = [each for each in unique if each not in stored]
    ctx.expect(
        not strangers,
        expected="ids of messages in the state",
        received=f"{len(strangers)} of {len(unique)} ids without such a message",
        exchange=streamed,
        pointer=f"{name}/*/id",
    )

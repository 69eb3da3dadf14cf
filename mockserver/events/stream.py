"""Events of a thread from its first one on."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from mockserver.errors import AssistantNotFound, RunNotFound
from mockserver.events.protocol_event import SequencedEvent
from mockserver.events.subscription import Subscription
from mockserver.events.thread_ref import ThreadRef
from mockserver.events.translator import EventTranslator
from mockserver.state.event_log import DROPPED, Event
from mockserver.state.event_loop import interleaved
from mockserver.state.runs import Run
from mockserver.state.world import World


def translator_of(ref: ThreadRef) -> EventTranslator:
    """Return a translator for the owner's runs. Must not reveal whether another owner's thread exists."""

    def find(run_id: str) -> tuple[Run, str] | None:
        try:
            run = ref.world.runs.get(ref.thread_id, run_id)
        except RunNotFound:  # deleted in the meantime, with its events
            return None
        return (run, _graph_name(ref.world, run)) if run.owner == ref.owner else None

    return EventTranslator(find)


async def sequenced_events(
    ref: ThreadRef, translator: EventTranslator
) -> AsyncGenerator[SequencedEvent, None]:
    """Yield past and future events. The thread may not exist yet."""
    logs = ref.world.logs
    try:
        async with aclosing(logs.of_thread(ref.thread_id).read((0, 0))) as events:
            async for event in events:
                if event is DROPPED:
                    return
                for numbered in translator.translate(event):
                    yield numbered
    finally:
        logs.release(ref.thread_id)


def _graph_name(world: World, run: Run) -> str:
    try:
        return world.assistants.get(run.owner, run.assistant_id).graph_id
    except AssistantNotFound:
        return "root"


async def last_seq(ref: ThreadRef, translator: EventTranslator) -> int:
    """Return the number of the last event, after passing all past events to the translator."""
    seq = 0
    async for event in interleaved(ref.world.logs.past_events(ref.thread_id)):
        for numbered in translator.translate(event):
            seq = numbered.seq
    return seq


async def events(ref: ThreadRef, subscription: Subscription) -> AsyncGenerator[Event, None]:
    async with aclosing(sequenced_events(ref, translator_of(ref))) as each:
        async for numbered in each:
            if subscription.wants(numbered):
                yield numbered.as_event()

"""Events of a thread from its first one on."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from mockserver.errors import AssistantNotFound, RunNotFound
from mockserver.events.protocol_event import Numbered
from mockserver.events.subscription import Subscription
from mockserver.events.thread_ref import Where
from mockserver.events.translator import Narrator
from mockserver.state.event_log import DROPPED, Event
from mockserver.state.runs import Run
from mockserver.state.turns import in_turns
from mockserver.state.world import World


def narrator(where: Where) -> Narrator:
    """Return a translator for the owner's runs. Must not reveal whether another owner's thread exists."""

    def find(run_id: str) -> tuple[Run, str] | None:
        try:
            run = where.world.runs.get(where.thread_id, run_id)
        except RunNotFound:  # deleted in the meantime, with its events
            return None
        return (run, _graph_name(where.world, run)) if run.owner == where.owner else None

    return Narrator(find)


async def happened(where: Where, telling: Narrator) -> AsyncGenerator[Numbered, None]:
    """Yield past and future events. The thread may not exist yet."""
    logs = where.world.logs
    try:
        async with aclosing(logs.of_thread(where.thread_id).read((0, 0))) as events:
            async for event in events:
                if event is DROPPED:
                    return
                for numbered in telling.told(event):
                    yield numbered
    finally:
        logs.leave(where.thread_id)


def _graph_name(world: World, run: Run) -> str:
    try:
        return world.assistants.get(run.owner, run.assistant_id).graph_id
    except AssistantNotFound:
        return "root"


async def last_seq(where: Where, telling: Narrator) -> int:
    """Return the number of the last event, after passing all past events to the translator."""
    seq = 0
    async for event in in_turns(where.world.logs.told(where.thread_id)):
        for numbered in telling.told(event):
            seq = numbered.seq
    return seq


async def events(where: Where, subscription: Subscription) -> AsyncGenerator[Event, None]:
    async with aclosing(happened(where, narrator(where))) as each:
        async for numbered in each:
            if subscription.wants(numbered):
                yield numbered.as_event()

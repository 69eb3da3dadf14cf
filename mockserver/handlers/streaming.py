"""Live events of a thread."""

from mockserver.call import Answer, Call, Events
from mockserver.runs import follow as following
from mockserver.state.world import World


async def stream_thread(world: World, call: Call) -> Answer:
    thread = world.threads.get(call.owner, call.path["thread_id"])
    modes = call.query.get("stream_modes") or [call.query.get("stream_mode") or "run_modes"]
    after = call.headers.get("last-event-id")
    return Answer(Events(following.thread_events(world, thread.thread_id, after=after, modes=modes)))

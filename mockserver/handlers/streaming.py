"""Live events of a thread."""

from mockserver.request_response import Events, Request, Response
from mockserver.runs import follow as following
from mockserver.state.world import World


async def stream_thread(world: World, request: Request) -> Response:
    thread = world.threads.get(request.owner, request.path["thread_id"])
    modes = request.query.get("stream_modes") or [request.query.get("stream_mode") or "run_modes"]
    after = request.headers.get("last-event-id")
    return Response(Events(following.thread_events(world, thread.thread_id, after=after, modes=modes)))

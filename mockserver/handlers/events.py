"""Protocol v2 over HTTP: commands, and a stream of events."""

from mockserver.events.stream import events
from mockserver.events.subscription import Subscription
from mockserver.events.thread_ref import ThreadRef
from mockserver.request_response import Events, Request, Response
from mockserver.state.world import World


async def send_command(world: World, request: Request) -> Response:
    """Execute a command. Errors have status 200, too."""
    # pydantic takes a tenth of a second to import, and few clients send commands
    from mockserver.events.http_subscriptions import by_request  # noqa: PLC0415

    return Response(await by_request(_thread_ref(world, request), request.body))


async def stream_thread_events(world: World, request: Request) -> Response:
    return Response(Events(events(_thread_ref(world, request), Subscription.read(request.body))))


def _thread_ref(world: World, request: Request) -> ThreadRef:
    return ThreadRef(world, request.owner, request.path["thread_id"])

"""Protocol v2 over HTTP: commands, and a stream of events."""

from mockserver.call import Answer, Call, Events
from mockserver.events import stream as following
from mockserver.events.subscription import Subscription
from mockserver.events.thread_ref import Where
from mockserver.state.world import World


async def send_command(world: World, call: Call) -> Answer:
    """Execute a command. Errors have status 200, too."""
    # pydantic takes a tenth of a second to import, and few clients send commands
    from mockserver.events.http_subscriptions import by_request  # noqa: PLC0415

    return Answer(await by_request(_where(world, call), call.body))


async def stream_thread_events(world: World, call: Call) -> Answer:
    return Answer(Events(following.events(_where(world, call), Subscription.read(call.body))))


def _where(world: World, call: Call) -> Where:
    return Where(world, call.owner, call.path["thread_id"])

"""A distant target: a relay that delays every chunk in both directions."""

import asyncio
from contextlib import asynccontextmanager, contextmanager, suppress

from anyio.from_thread import start_blocking_portal

PIECE = 65536


@contextmanager
def far_away(port, seconds):
    """Relay to `port` with a delay of `seconds` each way, and yield the relay's port."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(relaying(port, seconds)) as own:
        yield own


@asynccontextmanager
async def relaying(port, seconds):
    open_ones = set()

    async def relay(reader, writer):
        open_ones.add(asyncio.current_task())
        from_target, to_target = await asyncio.open_connection("127.0.0.1", port)
        try:
            await asyncio.gather(carry(reader, to_target, seconds), carry(from_target, writer, seconds))
        finally:
            for each in (writer, to_target):
                each.close()
                with suppress(ConnectionError):
                    await each.wait_closed()
            open_ones.discard(asyncio.current_task())

    serving = await asyncio.start_server(relay, "127.0.0.1", 0)
    try:
        yield serving.sockets[0].getsockname()[1]
    finally:
        serving.close()
        for each in open_ones:
            each.cancel()
        await asyncio.gather(*open_ones, return_exceptions=True)


async def carry(reader, writer, seconds):
    """Forward chunks after a delay, keeping their order and spacing."""
    underway, now = asyncio.Queue(), asyncio.get_running_loop().time
    delivering = asyncio.create_task(deliver(underway, writer))
    try:
        with suppress(ConnectionError):
            while piece := await reader.read(PIECE):
                underway.put_nowait((now() + seconds, piece))
        underway.put_nowait((now() + seconds, b""))
        await delivering
    finally:
        delivering.cancel()


async def deliver(underway, writer):
    with suppress(ConnectionError):
        while True:
            due, piece = await underway.get()
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
            if not piece:
                break
            writer.write(piece)
            await writer.drain()
    writer.close()

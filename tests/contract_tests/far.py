"""A target that is far away: a relay that delays every piece that goes through it, in both directions."""

import asyncio
import threading
from contextlib import contextmanager, suppress

PIECE = 65536


@contextmanager
def far_away(port, seconds):
    """The port of a relay to another port; a piece takes so many seconds each way."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def relay(reader, writer):
        there = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(carry(reader, there[1], seconds), carry(there[0], writer, seconds))

    serving = asyncio.run_coroutine_threadsafe(asyncio.start_server(relay, "127.0.0.1", 0), loop).result()
    yield serving.sockets[0].getsockname()[1]
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


async def carry(reader, writer, seconds):
    """Pieces keep their order and their distance."""
    underway = asyncio.Queue()
    delivering = asyncio.create_task(deliver(underway, writer))
    with suppress(ConnectionError):
        while piece := await reader.read(PIECE):
            underway.put_nowait((asyncio.get_running_loop().time() + seconds, piece))
    underway.put_nowait((asyncio.get_running_loop().time() + seconds, b""))
    await delivering


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

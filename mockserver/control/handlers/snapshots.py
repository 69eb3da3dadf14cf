"""Snapshots of a session: take, restore."""

from mockserver.control.session import Session
from mockserver.control.sessions import Sessions
from mockserver.request_response import Request, Response

SNAPSHOT = "mockserver.control.snapshot", "mockserver.control.restore"


async def get_snapshot(_sessions: Sessions, session: Session, _request: Request) -> Response:
    await session.world.imports.need(*SNAPSHOT)
    from mockserver.control.snapshot import taken  # noqa: PLC0415 imports langgraph

    return Response(await taken(session.world))


async def restore_snapshot(_sessions: Sessions, session: Session, request: Request) -> Response:
    await session.world.imports.need(*SNAPSHOT)
    from mockserver.control.restore import restored  # noqa: PLC0415 imports langgraph

    await session.replace(await restored(session.world, request.body))
    return Response(status=204)

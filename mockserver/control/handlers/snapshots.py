"""Snapshots of a session: take, restore."""

from mockserver.control.foreign_document import not_a_snapshot
from mockserver.control.session import Session
from mockserver.control.sessions import Sessions
from mockserver.errors import InvalidRequest
from mockserver.request_response import Malformed, Request, Response

SNAPSHOT = "mockserver.control.snapshot", "mockserver.control.restore"


async def get_snapshot(_sessions: Sessions, session: Session, _request: Request) -> Response:
    await session.world.imports.need(*SNAPSHOT)
    from mockserver.control.snapshot import taken  # noqa: PLC0415 imports langgraph

    return Response(await taken(session.world))


async def restore_snapshot(_sessions: Sessions, session: Session, request: Request) -> Response:
    if isinstance(body := request.body, Malformed):
        raise not_restorable(body) from body.problem
    await session.world.imports.need(*SNAPSHOT)
    from mockserver.control.restore import restored  # noqa: PLC0415 imports langgraph

    await session.replace(await restored(session.world, request.body))
    return Response(status=204)


def not_restorable(body: Malformed) -> InvalidRequest:
    """Return the problem of a broken snapshot, or what the body is instead of a snapshot."""
    reason = not_a_snapshot(body.body) if body.is_json else None
    return InvalidRequest("body", reason) if reason else body.problem

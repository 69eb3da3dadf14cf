"""Sessions: list, delete, reset."""

from typing import Any

from mockserver.control.handlers.clock import instant
from mockserver.control.session import Session
from mockserver.control.sessions import Sessions
from mockserver.request_response import Request, Response


async def list_sessions(sessions: Sessions, _session: Session, _request: Request) -> Response:
    return Response([_described(sessions, session) for session in sessions])


async def delete_sessions(sessions: Sessions, _session: Session, _request: Request) -> Response:
    await sessions.delete_all()
    return Response(status=204)


async def delete_session(sessions: Sessions, _session: Session, request: Request) -> Response:
    await sessions.delete(request.path["session_id"])
    return Response(status=204)


async def reset_session(sessions: Sessions, session: Session, request: Request) -> Response:
    body = request.body or {}
    await session.reset(now=instant(body["now"]) if "now" in body else None, frozen=body.get("frozen", False))
    return Response(_described(sessions, session))


def _described(sessions: Sessions, session: Session) -> dict[str, Any]:
    return {
        "session_id": session.id,
        "created_at": session.created_at.isoformat(),
        "idle_seconds": sessions.idle_seconds(session),
        "requests": session.requests,
        "threads": len(session.world.threads),
    }

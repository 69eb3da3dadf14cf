"""Status of the control plane."""

from importlib.metadata import version

from mockserver.control.session import Session
from mockserver.control.sessions import Sessions
from mockserver.request_response import Request, Response


async def get_control_status(sessions: Sessions, session: Session, _request: Request) -> Response:
    return Response(
        {
            "version": version("langgraph-contract"),
            "session": session.id,
            "operations": sorted(sessions.api.operations),
            "sessions": {"count": sum(1 for _ in sessions), "limit": sessions.limit},
        }
    )

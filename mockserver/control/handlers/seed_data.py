"""Data for a session: created from a description, or generated."""

from mockserver.control.session import Session
from mockserver.control.sessions import Sessions
from mockserver.request_response import Request, Response

SEED = "mockserver.control.seed_data", "mockserver.graphs.execute"


async def seed_session(sessions: Sessions, session: Session, request: Request) -> Response:
    await session.world.imports.need(*SEED)
    from mockserver.control.seed_data import seed  # noqa: PLC0415 imports langgraph

    owner = sessions.owner_of(request.body.get("api_key", ""))
    return Response(await seed(session.world, owner, request.body))

"""Faults of the session."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from mockserver.control.request_match import must_know_operations
from mockserver.control.session import Session
from mockserver.control.sessions import Sessions
from mockserver.request_response import Request, Response


async def list_faults(_sessions: Sessions, session: Session, _request: Request) -> Response:
    return Response([fault.to_json() for fault in session.faults])


async def add_fault(sessions: Sessions, session: Session, request: Request) -> Response:
    must_be_possible(request.body, "body", sessions.api.operations)
    return Response(session.faults.add(request.body).to_json(), 201)


async def replace_faults(sessions: Sessions, session: Session, request: Request) -> Response:
    given: Sequence[Mapping[str, Any]] = request.body
    for index, fault in enumerate(given):
        must_be_possible(fault, f"body.{index}", sessions.api.operations)
    session.faults.replace(given)
    return await list_faults(sessions, session, request)


async def delete_faults(_sessions: Sessions, session: Session, _request: Request) -> Response:
    session.faults.clear()
    return Response(None, 204)


async def get_fault(_sessions: Sessions, session: Session, request: Request) -> Response:
    return Response(session.faults.get(request.path["fault_id"]).to_json())


async def put_fault(sessions: Sessions, session: Session, request: Request) -> Response:
    must_be_possible(request.body, "body", sessions.api.operations)
    return Response(session.faults.put(request.path["fault_id"], request.body).to_json())


async def delete_fault(_sessions: Sessions, session: Session, request: Request) -> Response:
    session.faults.delete(request.path["fault_id"])
    return Response(None, 204)


def must_be_possible(fault: Mapping[str, Any], field: str, operations: Collection[str]) -> None:
    must_know_operations(fault.get("match", {}), f"{field}.match", operations)

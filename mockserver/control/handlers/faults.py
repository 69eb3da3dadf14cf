"""Faults of the session."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from contract_tests.text.suggestion import did_you_mean
from mockserver.control.api import Api
from mockserver.control.request_match import listed, must_know_names
from mockserver.control.session import Session
from mockserver.control.sessions import Sessions
from mockserver.errors import InvalidRequest
from mockserver.request_response import Request, Response


async def list_faults(_sessions: Sessions, session: Session, _request: Request) -> Response:
    return Response([fault.to_json() for fault in session.faults])


async def add_fault(sessions: Sessions, session: Session, request: Request) -> Response:
    must_be_possible(request.body, "body", sessions.api)
    return Response(session.faults.add(request.body).to_json(), 201)


async def replace_faults(sessions: Sessions, session: Session, request: Request) -> Response:
    given: Sequence[Mapping[str, Any]] = request.body
    for index, fault in enumerate(given):
        must_be_possible(fault, f"body.{index}", sessions.api)
    session.faults.replace(given)
    return await list_faults(sessions, session, request)


async def delete_faults(_sessions: Sessions, session: Session, _request: Request) -> Response:
    session.faults.clear()
    return Response(None, 204)


async def get_fault(_sessions: Sessions, session: Session, request: Request) -> Response:
    return Response(session.faults.get(request.path["fault_id"]).to_json())


async def put_fault(sessions: Sessions, session: Session, request: Request) -> Response:
    must_be_possible(request.body, "body", sessions.api)
    return Response(session.faults.put(request.path["fault_id"], request.body).to_json())


async def delete_fault(_sessions: Sessions, session: Session, request: Request) -> Response:
    session.faults.delete(request.path["fault_id"])
    return Response(None, 204)


def must_be_possible(fault: Mapping[str, Any], field: str, api: Api) -> None:
    match = fault.get("match", {})
    must_know_names(match, f"{field}.match", api.operations)
    if example := fault["effect"].get("example"):
        for operation in listed(match.get("operation")):
            must_know_example(example, f"{field}.effect.example", operation, api.examples(operation))


def must_know_example(name: str, field: str, operation: str, known: Collection[str]) -> None:
    if name not in known:
        hint = did_you_mean(name, known, otherwise=f"use {', '.join(known)}" if known else "it has none")
        raise InvalidRequest(field, f"{name!r} is not an example of {operation}; {hint}")

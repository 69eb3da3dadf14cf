"""Scenarios of the session."""

import json

from mockserver.control.session import Session
from mockserver.control.sessions import Sessions
from mockserver.errors import InvalidRequest, NotFound
from mockserver.request_response import Request, Response
from mockserver.scenarios import BrokenScenario, parse
from mockserver.scenarios.problem import Problem
from mockserver.state.served_scenario import ServedScenario


async def list_scenarios(_sessions: Sessions, session: Session, _request: Request) -> Response:
    served = session.world.scenarios
    return Response(
        [{"name": name, "description": each.scenario.description} for name, each in sorted(served.items())]
    )


async def get_scenario(_sessions: Sessions, session: Session, request: Request) -> Response:
    scenario = _served(session, request.path["scenario_name"]).scenario
    # the warnings are about errors, which are a union that pydantic's serializer can't tell apart
    return Response(scenario.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False))


async def put_scenario(_sessions: Sessions, session: Session, request: Request) -> Response:
    """Serve a scenario under the name in the path, not under its own."""
    name = request.path["scenario_name"]
    try:
        scenario = parse(json.dumps(request.body), "body", name).model_copy(update={"name": name})
    except BrokenScenario as error:
        raise InvalidRequest("body", "; ".join(map(_located, error.problems))) from error
    session.world.put_scenario(name, scenario)
    return Response({"name": name, "description": scenario.description})


async def delete_scenario(_sessions: Sessions, session: Session, request: Request) -> Response:
    name = request.path["scenario_name"]
    _served(session, name)
    session.world.remove_scenario(name)
    return Response(None, 204)


def _located(problem: Problem) -> str:
    """Return the message after the place; some messages begin with it."""
    begins = problem.message.startswith(f"{problem.place}:")
    return problem.message if begins or not problem.place else f"{problem.place}: {problem.message}"


def _served(session: Session, name: str) -> ServedScenario:
    try:
        return session.world.scenarios[name]
    except KeyError:
        raise NotFound(f"Scenario {name!r} not found") from None

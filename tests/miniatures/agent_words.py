"""Helpers for miniatures of agents: requests and responses of the Agent2Agent protocol."""

from dataclasses import replace
from typing import Any

from miniatures.events import Change, Event
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, When

OPERATION = "send_a2a_message"

AGENT = "/a2a/"


def calls(*methods: str) -> When:
    return lambda request: request.json.get("method") in methods


def params(request: Request) -> Any:
    given = request.json.get("params")
    return given if isinstance(given, dict) else {}


def message(request: Request) -> Any:
    """Return the message in the request, or an empty object."""
    said = params(request).get("message")
    return said if isinstance(said, dict) else {}


def asking(request: Request, **changed: Any) -> Request:
    """Return the request with changed params."""
    return request.with_fields(params={**params(request), **changed})


def saying(request: Request, **changed: Any) -> Request:
    """Return the request with a changed message."""
    return asking(request, message={**message(request), **changed})


def of(request: Request, method: str, **given: Any) -> Request:
    """Return another request to the same agent."""
    return request.with_fields(method=method, params=given)


def to_agent(request: Request, agent_id: str) -> Request:
    """Return the request, addressed to another agent."""
    return replace(request, path=AGENT + agent_id)


def result(response: Response) -> Any:
    """Return the result of the response, or an empty object."""
    is_told = response.status == 200 and response.events is None
    return response.json.get("result", {}) if is_told else {}


def state(response: Response) -> str:
    return result(response).get("status", {}).get("state", "")


def code(response: Response) -> Any:
    """Return the code of the error, or `None` if the response is not an error."""
    is_told = response.status == 200 and response.events is None
    return response.json.get("error", {}).get("code") if is_told else None


def task_with(response: Response, **changed: Any) -> Response:
    return response.with_fields(result={**result(response), **changed})


def in_state(response: Response, name: str) -> Response:
    return task_with(response, status={**result(response)["status"], "state": name})


def error(request: Request, response: Response, number: int) -> Response:
    told = {"code": number, "message": "no"}
    return response.with_json({"jsonrpc": "2.0", "id": request.json["id"], "error": told})


def each_result(response: Response, change: Change) -> Response:
    """Return the stream with each result replaced by `change`; a result changed to `None` is dropped."""

    def changed(event: Event) -> Event | None:
        if "result" not in event.data:
            return event
        made = change(event.data["result"])
        return None if made is None else event.with_fields(result=made)

    return response.each(changed)


def spoken(update: Any) -> bool:
    """Return whether the update contains a message of the agent."""
    return "message" in update.get("status", {})


async def is_there(mock: Mock, request: Request, path: str) -> bool:
    """Return whether the path exists for either owner."""
    looks = (request.to("GET", path), request.as_other().to("GET", path))
    return any([(await mock(look)).ok for look in looks])

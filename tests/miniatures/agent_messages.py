"""Requests and responses of the Agent2Agent protocol, as miniatures read and alter them."""

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
    value = request.json.get("params")
    return value if isinstance(value, dict) else {}


def message(request: Request) -> Any:
    """Return the message in the request, or an empty object."""
    value = params(request).get("message")
    return value if isinstance(value, dict) else {}


def with_params(request: Request, **changed: Any) -> Request:
    """Return the request with changed params."""
    return request.with_fields(params={**params(request), **changed})


def with_message(request: Request, **changed: Any) -> Request:
    """Return the request with a changed message."""
    return with_params(request, message={**message(request), **changed})


def of(request: Request, method: str, **new_params: Any) -> Request:
    """Return another request to the same agent."""
    return request.with_fields(method=method, params=new_params)


def to_agent(request: Request, agent_id: str) -> Request:
    """Return the request, addressed to another agent."""
    return replace(request, path=AGENT + agent_id)


def result(response: Response) -> Any:
    """Return the result of the response, or an empty object."""
    is_json = response.status == 200 and response.events is None
    return response.json.get("result", {}) if is_json else {}


def state(response: Response) -> str:
    return result(response).get("status", {}).get("state", "")


def code(response: Response) -> Any:
    """Return the code of the error, or `None` if the response is not an error."""
    is_json = response.status == 200 and response.events is None
    return response.json.get("error", {}).get("code") if is_json else None


def task_with(response: Response, **changed: Any) -> Response:
    return response.with_fields(result={**result(response), **changed})


def in_state(response: Response, name: str) -> Response:
    return task_with(response, status={**result(response)["status"], "state": name})


def error(request: Request, response: Response, number: int) -> Response:
    content = {"code": number, "message": "no"}
    return response.with_json({"jsonrpc": "2.0", "id": request.json["id"], "error": content})


def each_result(response: Response, change: Change) -> Response:
    """Return the stream with each result replaced by `change`; a result changed to `None` is dropped."""

    def changed(event: Event) -> Event | None:
        if "result" not in event.data:
            return event
        replacement = change(event.data["result"])
        return None if replacement is None else event.with_fields(result=replacement)

    return response.each(changed)


def has_message(update: Any) -> bool:
    """Return whether the update contains a message of the agent."""
    return "message" in update.get("status", {})


async def is_there(mock: Mock, request: Request, path: str) -> bool:
    """Return whether the path exists for either owner."""
    looks = (request.to("GET", path), request.as_other().to("GET", path))
    return any([(await mock(look)).ok for look in looks])

"""Helpers for miniatures of agents: requests and responses of the Agent2Agent protocol."""

from dataclasses import replace
from typing import Any

from miniatures.events import Change, Event
from miniatures.miniature import Mock, When
from miniatures.words import Answered, Asked

OPERATION = "send_a2a_message"

AGENT = "/a2a/"


def calls(*methods: str) -> When:
    return lambda asked: asked.json.get("method") in methods


def params(asked: Asked) -> Any:
    given = asked.json.get("params")
    return given if isinstance(given, dict) else {}


def message(asked: Asked) -> Any:
    """Return the message in the request, or an empty object."""
    said = params(asked).get("message")
    return said if isinstance(said, dict) else {}


def asking(asked: Asked, **changed: Any) -> Asked:
    """Return the request with changed params."""
    return asked.having(params={**params(asked), **changed})


def saying(asked: Asked, **changed: Any) -> Asked:
    """Return the request with a changed message."""
    return asking(asked, message={**message(asked), **changed})


def of(asked: Asked, method: str, **given: Any) -> Asked:
    """Return another request to the same agent."""
    return asked.having(method=method, params=given)


def to_agent(asked: Asked, agent_id: str) -> Asked:
    """Return the request, addressed to another agent."""
    return replace(asked, path=AGENT + agent_id)


def result(answer: Answered) -> Any:
    """Return the result of the response, or an empty object."""
    is_told = answer.status == 200 and answer.events is None
    return answer.json.get("result", {}) if is_told else {}


def state(answer: Answered) -> str:
    return result(answer).get("status", {}).get("state", "")


def code(answer: Answered) -> Any:
    """Return the code of the error, or `None` if the response is not an error."""
    is_told = answer.status == 200 and answer.events is None
    return answer.json.get("error", {}).get("code") if is_told else None


def task_with(answer: Answered, **changed: Any) -> Answered:
    return answer.with_fields(result={**result(answer), **changed})


def in_state(answer: Answered, name: str) -> Answered:
    return task_with(answer, status={**result(answer)["status"], "state": name})


def error(asked: Asked, answer: Answered, number: int) -> Answered:
    told = {"code": number, "message": "no"}
    return answer.saying({"jsonrpc": "2.0", "id": asked.json["id"], "error": told})


def each_result(answer: Answered, change: Change) -> Answered:
    """Return the stream with each result replaced by `change`; a result changed to `None` is dropped."""

    def changed(event: Event) -> Event | None:
        if "result" not in event.data:
            return event
        made = change(event.data["result"])
        return None if made is None else event.having(result=made)

    return answer.each(changed)


def spoken(update: Any) -> bool:
    """Return whether the update contains a message of the agent."""
    return "message" in update.get("status", {})


async def is_there(mock: Mock, asked: Asked, path: str) -> bool:
    """Return whether the path exists for either owner."""
    looks = (asked.to("GET", path), asked.as_other().to("GET", path))
    return any([(await mock(look)).ok for look in looks])

"""What miniatures of agents hear and say: the words of the Agent2Agent protocol."""

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
    """That is sent; an empty object if none is."""
    said = params(asked).get("message")
    return said if isinstance(said, dict) else {}


def asking(asked: Asked, **changed: Any) -> Asked:
    """The same request with other params."""
    return asked.having(params={**params(asked), **changed})


def saying(asked: Asked, **changed: Any) -> Asked:
    """The same request with another message."""
    return asking(asked, message={**message(asked), **changed})


def of(asked: Asked, method: str, **given: Any) -> Asked:
    """Another request to the same agent."""
    return asked.having(method=method, params=given)


def to_agent(asked: Asked, agent_id: str) -> Asked:
    """The same request to another agent."""
    return replace(asked, path=AGENT + agent_id)


def result(answer: Answered) -> Any:
    """An empty object if there is none."""
    is_told = answer.status == 200 and answer.events is None
    return answer.json.get("result", {}) if is_told else {}


def state(answer: Answered) -> str:
    return result(answer).get("status", {}).get("state", "")


def code(answer: Answered) -> Any:
    """Of the error, if the answer is one."""
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
    """The same stream with another result, or none, in the place of each."""

    def changed(event: Event) -> Event | None:
        if "result" not in event.data:
            return event
        made = change(event.data["result"])
        return None if made is None else event.having(result=made)

    return answer.each(changed)


def spoken(update: Any) -> bool:
    """Whether it has a message of the agent's."""
    return "message" in update.get("status", {})


async def is_there(mock: Mock, asked: Asked, path: str) -> bool:
    """For one owner or the other."""
    looks = (asked.to("GET", path), asked.as_other().to("GET", path))
    return any([(await mock(look)).ok for look in looks])

"""Traits of strange servers: what they lack, reject, ignore or send differently from the mock."""

import asyncio
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from miniatures.events import Event
from miniatures.http_messages import Request, Response, refusing
from miniatures.miniature import Mock
from servers.strange import CONTRACT, Trait

from contract_tests.generation.fields import ITEM, Field
from contract_tests.operation_groups import CREATING_CRONS, STARTING_RUNS

JSON_TYPE = {"content-type": "application/json"}
HTML_TYPE = {"content-type": "text/html; charset=utf-8"}
TEXT_TYPE = {"content-type": "text/plain; charset=utf-8"}

UNKNOWN_PATH = "unknown_path"

UUID = re.compile("[0-9a-fA-F-]{32,36}")


def as_fastapi(request: Request) -> Response:
    return refusing(404, "Not Found")


def as_express(request: Request) -> Response:
    text = f"<!DOCTYPE html><pre>Cannot {request.method} {request.path}</pre>"
    return Response(404, HTML_TYPE, text.encode())


def as_robyn(_request: Request) -> Response:
    return Response(404, TEXT_TYPE, b"Not found")


def as_405(_request: Request) -> Response:
    return Response(405, {**TEXT_TYPE, "allow": "GET"}, b"Method Not Allowed")


Framework = Callable[[Request], Response]


def lacks(*operations: str, framework: Framework = as_fastapi) -> Trait:
    """Return a server without these operations: its framework responds as to any unknown path."""

    async def trait(mock: Mock, request: Request) -> Response:
        is_known = request.operation != UNKNOWN_PATH or request.path == "/mcp/"
        if not is_known or request.operation in operations:
            return framework(request)
        return await mock(request)

    return trait


def has_only(*operations: str, framework: Framework = as_fastapi) -> Trait:
    return lacks(*(each for each in CONTRACT.by_id if each not in operations), framework=framework)


def errors_as(make: Callable[[int, str], Response]) -> Trait:
    """Return a server whose errors have their own shape."""

    async def trait(mock: Mock, request: Request) -> Response:
        response = await mock(request)
        if response.status < 400 or response.events is not None:
            return response
        made = make(response.status, str(response.json.get("detail")))
        return replace(made, headers={**response.headers, **made.headers})

    return trait


def code_and_message(status: int, detail: str) -> Response:
    return Response(status, {}, b"").with_json({"error": {"code": f"E{status}", "message": detail}})


def plain_text(status: int, detail: str) -> Response:
    return Response(status, TEXT_TYPE, detail.encode())


def problem_json(status: int, detail: str) -> Response:
    body = {"type": "about:blank", "title": "Error", "status": status, "detail": detail}
    return Response(status, {"content-type": "application/problem+json"}, json.dumps(body).encode())


def parsed(request: Request) -> Any:
    try:
        return json.loads(request.content)
    except ValueError:
        return None


def refuses(
    field: str, *values: Any, operations: tuple[str, ...] = STARTING_RUNS, status: int = 422
) -> Trait:
    """Return a server that rejects a field of the body, or some values of it."""

    def has_it(body: Any) -> bool:
        if isinstance(body, list):
            return any(map(has_it, body))
        if not isinstance(body, dict) or field not in body:
            return False
        value = body[field]
        return (
            not values
            or value in values
            or (isinstance(value, list) and any(each in values for each in value))
        )

    async def trait(mock: Mock, request: Request) -> Response:
        if request.operation in operations and has_it(parsed(request)):
            return refusing(status, f"unsupported: {field}")
        return await mock(request)

    return trait


def hides_names() -> Trait:
    """Return a server that runs assistants by their ids only, and whose search hides those of the system."""

    async def trait(mock: Mock, request: Request) -> Response:
        if request.operation == "search_assistants":
            response = await mock(request)
            if not response.ok:
                return response
            own = [
                each for each in response.json if (each.get("metadata") or {}).get("created_by") != "system"
            ]
            return response.with_json(own)
        body = parsed(request)
        runs = body if isinstance(body, list) else [body]
        ids = [each.get("assistant_id") for each in runs if isinstance(each, dict)]
        is_name = any(isinstance(each, str) and not UUID.fullmatch(each) for each in ids)
        if is_name and request.operation in (*STARTING_RUNS, *CREATING_CRONS):
            return refusing(404, "Assistant not found")
        return await mock(request)

    return trait


def never_runs() -> Trait:
    """Return a server whose background runs stay pending."""

    def later(run: Any) -> Any:
        return run | {"after_seconds": 3600} if isinstance(run, dict) and "after_seconds" not in run else run

    async def trait(mock: Mock, request: Request) -> Response:
        body = parsed(request)
        if request.operation in ("create_thread_run", "create_run", "create_runs_batch") and body is not None:
            delayed = list(map(later, body)) if isinstance(body, list) else later(body)
            request = replace(request, content=json.dumps(delayed).encode())
        return await mock(request)

    return trait


def ignores(*fields: str) -> Trait:
    """Return a server that ignores fields of the body."""

    async def trait(mock: Mock, request: Request) -> Response:
        body = parsed(request)
        if isinstance(body, dict):
            request = request.without(*fields)
        if isinstance(body, list):
            kept = [
                {name: value for name, value in each.items() if name not in fields}
                if isinstance(each, dict)
                else each
                for each in body
            ]
            request = replace(request, content=json.dumps(kept).encode())
        return await mock(request)

    return trait


def breaks_on(operation: str, body: Mapping[str, Any], text: str = "Internal Server Error") -> Trait:
    """Return a server that breaks down on one body."""

    async def trait(mock: Mock, request: Request) -> Response:
        if request.operation == operation and parsed(request) == body:
            return Response(500, TEXT_TYPE, text.encode())
        return await mock(request)

    return trait


def refuses_parameter(method: str, parameter: str) -> Trait:
    """Return a server that returns an error for this command if it has the parameter."""

    async def trait(mock: Mock, request: Request) -> Response:
        command = parsed(request)
        is_command = request.operation == "send_command" and command["method"] == method
        if is_command and parameter in command["params"]:
            error = {"type": "error", "id": command["id"], "error": "invalid_argument", "message": "No"}
            return Response(200, JSON_TYPE, json.dumps(error).encode())
        return await mock(request)

    return trait


def expires(after: int, status: int = 401) -> Trait:
    """Return a server whose tokens expire after some requests with credentials."""
    seen = [0]

    async def trait(mock: Mock, request: Request) -> Response:
        if not request.headers.get("x-api-key"):
            is_open = request.path in ("/ok", "/info", "/docs", "/metrics", "/openapi.json")
            return await mock(request) if is_open else refusing(401, "missing credentials")
        seen[0] += 1
        return refusing(status, "token expired") if seen[0] > after else await mock(request)

    return trait


def never_ends(*operations: str) -> Trait:
    """Return a server whose streams stay open after the last event."""

    async def trait(mock: Mock, request: Request) -> Response:
        response = await mock(request)
        if request.operation not in operations or response.events is None:
            return response
        events = response.events

        async def open_ended() -> Any:
            async for event in events:
                yield event
            await asyncio.sleep(3600)

        return response.with_events(open_ended())

    return trait


def refuses_value(field: Field, value: Any, status: int = 422) -> Trait:
    """Return a server that rejects one value of a field of a request."""
    texts = {str(value).lower(), *(str(each).lower() for each in (value if isinstance(value, list) else ()))}

    def is_it(found: Any) -> bool:
        if isinstance(value, list):
            return isinstance(found, list) and any(each in found for each in value)
        if isinstance(value, Mapping):
            return isinstance(found, Mapping)
        return type(found) is type(value) and found == value

    async def trait(mock: Mock, request: Request) -> Response:
        if field.place == "body":
            found = any(map(is_it, values_at(parsed(request), field.steps)))
        else:
            given = request.query if field.place == "query" else request.headers
            sent = given.get(field.steps[0].lower() if field.place == "header" else field.steps[0], ())
            found = bool(texts & {str(each).lower() for each in ([sent] if isinstance(sent, str) else sent)})
        return refusing(status, "not supported") if found else await mock(request)

    return trait


def values_at(body: Any, steps: Sequence[str]) -> Iterator[Any]:
    """Yield the values at the steps, of each item of an array."""
    if not steps:
        yield body
    elif steps[0] == ITEM:
        for each in body if isinstance(body, list) else ():
            yield from values_at(each, steps[1:])
    elif isinstance(body, dict) and steps[0] in body:
        yield from values_at(body[steps[0]], steps[1:])


OTHER_VALUES = (None, [], {}, 1, "x", True, MISSING := object())
"""Values that may replace any other; the last one stands for an absent value."""


def another_value(seed: str) -> Trait:
    """Return a server that replaces one JSON value in one of its responses or events, now and then."""
    chance = random.Random(seed)  # noqa: S311 - it has to repeat

    def other(value: Any) -> Any:
        places = list(places_in(value))
        return replaced(value, chance.choice(places), chance.choice(OTHER_VALUES))

    def other_event(event: Event) -> Event | None:
        if chance.random() > EVENT_CHANCE:
            return event
        data = other(event.data)
        return None if data is MISSING else replace(event, data=data)

    async def trait(mock: Mock, request: Request) -> Response:
        response = await mock(request)
        if response.events is not None:
            return response.each(other_event)
        if chance.random() > RESPONSE_CHANCE or not response.content:
            return response
        try:
            body = other(response.json)
        except ValueError:
            return response
        content = b"" if body is MISSING else json.dumps(body).encode()
        return replace(response, content=content)

    return trait


EVENT_CHANCE, RESPONSE_CHANCE = 0.15, 0.35


def places_in(value: Any, steps: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each value inside a value, and to itself."""
    yield steps
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in pairs:
        yield from places_in(each, (*steps, step))


def replaced(value: Any, steps: tuple[Any, ...], other: Any) -> Any:
    """Return the value with another one at the place."""
    if not steps:
        return other
    made = value.copy()
    inside = replaced(value[steps[0]], steps[1:], other)
    if inside is MISSING:
        del made[steps[0]]
    else:
        made[steps[0]] = inside
    return made

"""Optional validation of the mock's responses against those that the document allows."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from jsonschema_rs import Draft202012Validator, ValidationError

from mockserver.http.openapi.routing_view import EVENTS_BY_NAME
from mockserver.http.openapi.schemas import Schemas, field, problem
from mockserver.request_response import Response
from mockserver.state.event_log import Event

JSON = "application/json"


class InvalidResponse(Exception):
    """A handler returned a response that the document does not allow: a bug of the mock."""

    def __init__(self, operation_id: str, status: int, reason: str) -> None:
        super().__init__(f"{operation_id} {status}: {reason}")
        self.operation_id = operation_id
        self.status = status
        self.reason = reason


class ResponseValidation:
    def __init__(self, operation_id: str, responses: Mapping[str, Any], schemas: Schemas) -> None:
        self._operation_id = operation_id
        self._responses = responses
        self._json: dict[int, Draft202012Validator] = {
            int(status): schemas.compile(media["schema"]["x-schema"])
            for status, response in responses.items()
            for name, media in response.get("content", {}).items()
            if name == JSON and status.isdigit() and "schema" in media
        }
        self._events: dict[int, dict[str, Draft202012Validator]] = {
            int(status): {
                name: schemas.compile(schema["x-schema"]) for name, schema in media[EVENTS_BY_NAME].items()
            }
            for status, response in responses.items()
            for media in response.get("content", {}).values()
            if EVENTS_BY_NAME in media
        }

    def allow(self, status: int) -> Any:
        """Return the documented response for the status."""
        try:
            return self._responses[str(int(status))]
        except KeyError:
            raise self._broken(status, "is not documented") from None

    def check_head(self, sent: Response) -> Any:
        """Return the documented response for the status, after checking required headers."""
        response = self.allow(sent.status)
        sent_names = {name.lower() for name in sent.headers}
        for name, header in response.get("headers", {}).items():
            if header.get("required") and name.lower() not in sent_names:
                raise self._broken(sent.status, f"header {name} is missing")
        return response

    def check(self, sent: Response, content: bytes | None) -> None:
        response = self.check_head(sent)
        if isinstance(sent.body, bytes):
            return
        if content is None and "content" in response:
            raise self._broken(sent.status, "has no body")
        if content is not None and "content" not in response and sent.status < HTTPStatus.BAD_REQUEST:
            raise self._broken(sent.status, "has a body")
        if content is not None:
            self.check_json(sent.status, content)

    def check_json(self, status: int, content: bytes) -> None:
        if status in self._json:
            self._hold(self._json[status], status, "body", content)

    def check_event(self, status: int, event: Event) -> None:
        """Validate an event named in `x-stream-events`; `values|node:<id>` is checked as `values`."""
        by_name = self._events.get(status)
        if by_name is None:
            return
        name = event.name.partition("|")[0]
        if name not in by_name:
            raise self._broken(status, f"event {event.name} is not documented")
        self._hold(by_name[name], status, f"event {event.name}", event.data)

    def _hold(self, validator: Draft202012Validator, status: int, place: str, content: bytes) -> None:
        try:
            validator.validate(orjson.loads(content))
        except ValidationError as error:
            raise self._broken(status, f"{field(place, error.instance_path)}: {problem(error)}") from error

    def _broken(self, status: int, reason: str) -> InvalidResponse:
        return InvalidResponse(self._operation_id, status, reason)

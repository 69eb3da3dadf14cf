"""The answers that the document allows an operation. The mock's own are held to them when it is told to."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from jsonschema_rs import Draft202012Validator, ValidationError

from mockserver.call import Answer
from mockserver.http.schemas import Schemas, field, problem


class BrokenAnswer(Exception):
    """A handler answered what the document does not allow: an error of ours."""

    def __init__(self, operation_id: str, status: int, reason: str) -> None:
        super().__init__(f"{operation_id} {status}: {reason}")
        self.operation_id = operation_id
        self.status = status
        self.reason = reason


class Answers:
    def __init__(self, operation_id: str, responses: Mapping[str, Any], schemas: Schemas) -> None:
        self._operation_id = operation_id
        self._responses = responses
        self._json: dict[int, Draft202012Validator] = {
            int(status): schemas.compile(media["schema"]["x-schema"])
            for status, response in responses.items()
            for name, media in response.get("content", {}).items()
            if name == "application/json" and status.isdigit() and "schema" in media
        }

    def allow(self, status: int) -> Any:
        """The response that the document has for it."""
        try:
            return self._responses[str(int(status))]
        except KeyError:
            raise self._broken(status, "is not documented") from None

    def check(self, answer: Answer, content: bytes | None) -> None:
        response = self.allow(answer.status)
        given = {name.lower() for name in answer.headers}
        for name, header in response.get("headers", {}).items():
            if header.get("required") and name.lower() not in given:
                raise self._broken(answer.status, f"header {name} is missing")
        if isinstance(answer.body, bytes):
            return
        if content is None and "content" in response:
            raise self._broken(answer.status, "has no body")
        if content is not None and "content" not in response and answer.status < HTTPStatus.BAD_REQUEST:
            raise self._broken(answer.status, "has a body")
        if content is not None and answer.status in self._json:
            try:
                self._json[answer.status].validate(orjson.loads(content))
            except ValidationError as error:
                raise self._broken(
                    answer.status, f"{field('body', error.instance_path)}: {problem(error)}"
                ) from error

    def _broken(self, status: int, reason: str) -> BrokenAnswer:
        return BrokenAnswer(self._operation_id, status, reason)

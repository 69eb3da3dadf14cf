"""Calls the handler of a request and sends what it answers. connexion's resolver has found the handler."""

from collections.abc import Awaitable, Callable
from typing import Any

from connexion.middleware.abstract import RoutedAPI, RoutedMiddleware
from connexion.operations import AbstractOperation
from starlette.types import Receive, Scope, Send

from mockserver.call import Answer, Call
from mockserver.errors import ApiError
from mockserver.http import words
from mockserver.http.answers import Answers
from mockserver.http.schemas import Schemas
from mockserver.http.sending import encoded, send_answer

Respond = Callable[[Call], Awaitable[Answer]]


class HandledOperation:
    def __init__(self, respond: Respond, answers: Answers | None) -> None:
        """`answers` are those that the document allows, if answers are validated."""
        self._respond = respond
        self._answers = answers

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        call = Call(
            scope[words.OWNER],
            scope["path_params"],
            scope.get(words.QUERY, {}),
            scope.get(words.HEADERS, {}),
            scope.get(words.BODY),
        )
        try:
            answer = await self._respond(call)
        except ApiError as error:
            if self._answers:
                self._answers.allow(error.status)
            raise
        content = encoded(answer)
        if self._answers:
            self._answers.check(answer, content)
        await send_answer(answer, content, scope, send)


class DispatchApi(RoutedAPI[HandledOperation]):
    def __init__(
        self, specification: Any, *, schemas: Schemas, validate_responses: bool = False, **options: Any
    ) -> None:
        super().__init__(specification, **options)
        self._schemas = schemas
        self._validate_responses = validate_responses
        self.add_paths()

    def make_operation(self, operation: AbstractOperation) -> HandledOperation:
        answers = Answers(operation.operation_id, operation.responses, self._schemas)
        return HandledOperation(operation.function, answers if self._validate_responses else None)


class Dispatch(RoutedMiddleware[DispatchApi]):
    api_cls = DispatchApi

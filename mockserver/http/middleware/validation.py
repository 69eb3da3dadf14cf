"""Request validation as in connexion, with validators that are created once and not for each request.

The only other difference: `Content-Type` is ignored, as by the reference server. The validators in
`validator_map` also work in connexion's own middleware; a test ensures it.
"""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from connexion.middleware.request_validation import (
    RequestValidationAPI,
    RequestValidationMiddleware,
    RequestValidationOperation,
)
from connexion.operations import AbstractOperation
from starlette.types import ASGIApp, Receive, Scope, Send

from mockserver.errors import BadRequest, InvalidRequest
from mockserver.http.openapi.routing_view import PREFERRED, REJECTION
from mockserver.http.openapi.schemas import Schemas
from mockserver.http.request.body import MAX_VALUES, JsonBody
from mockserver.http.request.parameters import Parameters

JSON = "application/json"
BAD, UNPROCESSABLE = "400", "422"
"""Status of an invalid request: 422, or 400 if the operation documents only that, or prefers it."""


def validator_map(
    schemas: Schemas,
    *,
    max_body: int,
    max_values: int = MAX_VALUES,
    ignored_parameters: Collection[str] | None = None,
) -> dict[str, Any]:
    """Return the validators. With `ignored_parameters`, other undocumented ones in a query are rejected."""
    body = partial(JsonBody, schemas=schemas, max_body=max_body, max_values=max_values)
    parameters = partial(Parameters, schemas=schemas, ignored=ignored_parameters)
    return {"parameter": parameters, "body": {JSON: body}}


def prefers_422(responses: Mapping[str, Any]) -> bool:
    """Return whether an invalid request gets 422. It may be documented only for servers that differ."""
    return UNPROCESSABLE in responses and PREFERRED not in responses[UNPROCESSABLE]


class Validation(RequestValidationOperation):
    def __init__(
        self,
        next_app: ASGIApp,
        *,
        operation: AbstractOperation,
        validator_map: dict[str, Any],
        **options: Any,
    ) -> None:
        super().__init__(next_app, operation=operation, validator_map=validator_map, **options)
        self._parameters: Parameters = validator_map["parameter"](operation.parameters)
        self._body: JsonBody | None = None
        if schema := operation.body_schema(JSON):
            required = operation.request_body.get("required", False)
            refuses_inside = any(REJECTION in response for response in operation.responses.values())
            self._body = validator_map["body"][JSON](
                schema=schema, required=required, handed_on=refuses_inside
            )

        self._refuses_with_400 = BAD in operation.responses and not prefers_422(operation.responses)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            receive, scope = await self._validated(scope, receive)
        except InvalidRequest as error:
            if self._refuses_with_400:
                raise BadRequest(error.detail) from error
            raise
        await self.next_app(scope, receive, send)

    async def _validated(self, scope: Scope, receive: Receive) -> tuple[Receive, Scope]:
        self._parameters.validate(scope)
        return await self._body.wrap_receive(receive, scope=scope) if self._body else (receive, scope)


class ValidationApi(RequestValidationAPI):
    def make_operation(self, operation: AbstractOperation) -> Validation:
        return Validation(
            self.next_app,
            operation=operation,
            validator_map=self.validator_map,
            strict_validation=self.strict_validation,
        )


class RequestValidation(RequestValidationMiddleware):
    api_cls = ValidationApi

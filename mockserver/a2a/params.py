"""Params of the methods, as the protocol has them and the contract narrows them."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

import orjson
from a2a.compat.v0_3.types import MessageSendConfiguration, MessageSendParams, TaskIdParams, TaskQueryParams
from pydantic import BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails

from mockserver.a2a.errors import BAD_PARAMS, A2AError

ALTERNATIVES = frozenset({"TextPart", "DataPart", "FilePart", "FileWithBytes", "FileWithUri"})
"""Alternatives of a part or a file in the location of an error; they are not part of the field's path."""

Params = TypeVar("Params", bound=BaseModel)


HistoryLength = Annotated[int | None, Field(ge=0, le=10)]


class Configuration(MessageSendConfiguration):
    history_length: HistoryLength = None


class SendParams(MessageSendParams):
    configuration: Configuration | None = None
    context: dict[str, Any] | None = None
    """Context of the run: an extension of LangGraph servers, not part of the protocol."""

    @property
    def history_length(self) -> int | None:
        return self.configuration.history_length if self.configuration else None

    @property
    def waits(self) -> bool:
        """Return whether the response waits for the end of the run."""
        return self.configuration is None or self.configuration.blocking is not False


class GetParams(TaskQueryParams):
    context_id: str | None = None
    history_length: HistoryLength = None


class CancelParams(TaskIdParams):
    context_id: str | None = None


def read(params: type[Params], values: Mapping[str, Any]) -> Params:
    try:
        return params.model_validate_json(orjson.dumps(values), strict=True)
    except ValidationError as error:
        first = _most_specific(error.errors())
        field = ".".join(str(step) for step in ("params", *first["loc"]) if step not in ALTERNATIVES)
        raise A2AError(BAD_PARAMS, f"{field}: {_problem(first)}") from error


def _most_specific(errors: list[ErrorDetails]) -> ErrorDetails:
    """Return the error about the part's own kind; errors about the other kinds are misleading."""
    other_kinds = [each["loc"][:-1] for each in errors if each["loc"][-1] == "kind"]
    own = (each for each in errors if not any(each["loc"][: len(kind)] == kind for kind in other_kinds))
    return next(own, errors[0])


def _problem(error: ErrorDetails) -> str:
    return (
        "Input should be 'text', 'data' or 'file'"
        if error["loc"][-2:] == ("TextPart", "kind")
        else error["msg"]
    )

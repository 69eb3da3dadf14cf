"""Params of commands, as clients send them."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    Field,
    StrictInt,
    StrictStr,
    ValidationError,
    field_validator,
)

from mockserver.events.replies import CommandError
from mockserver.events.subscription import CHANNELS, CUSTOM_PREFIX, is_channel

Text = Annotated[StrictStr, Field(min_length=1)]
Json = dict[str, Any]
STRATEGIES = ("reject", "rollback", "interrupt", "enqueue")


def _null_is_nothing(value: Any) -> Any:
    return {} if value is None else value


class Configurable(BaseModel, extra="allow"):
    checkpoint_id: UUID | None = None


class RunConfig(BaseModel, extra="allow"):
    """Config of a run. Undeclared fields are accepted unchecked."""

    tags: list[StrictStr] = []
    recursion_limit: StrictInt = 0
    metadata: Json | None = None
    configurable: Configurable | None = None

    def to_json(self) -> Json:
        """Return the fields that were set."""
        return self.model_dump(mode="json", exclude_unset=True)


Metadata = Annotated[Json, BeforeValidator(_null_is_nothing)]
Config = Annotated[RunConfig, BeforeValidator(_null_is_nothing)]


class RunStart(BaseModel):
    assistant_id: Text
    input: Any = None
    config: Config = RunConfig()
    metadata: Metadata = {}
    multitask_strategy: Any = Field(
        default=None, validation_alias=AliasChoices("multitask_strategy", "multitaskStrategy")
    )
    """Clients use either spelling."""

    @property
    def strategy(self) -> str:
        """Return the strategy; an unknown one counts as the default, as on the reference server."""
        return self.multitask_strategy if self.multitask_strategy in STRATEGIES else "enqueue"


class Entry(BaseModel):
    interrupt_id: StrictStr
    namespace: list[StrictStr] = []
    response: Any = None


class Target(BaseModel):
    """A node and its input."""

    node: Text
    input: Any = None


class InputRespond(BaseModel):
    responses: Annotated[list[Entry], Field(min_length=1)]
    update: Any = None
    goto: Text | Target | list[Text | Target] | None = None
    config: Config = RunConfig()
    metadata: Metadata = {}


class GetTree(BaseModel):
    run_id: StrictStr | None = None


class StateGet(BaseModel):
    namespace: list[StrictStr] = []
    keys: list[StrictStr] | None = None


class ListCheckpoints(BaseModel):
    namespace: list[StrictStr] = []
    limit: Annotated[int, Field(ge=1, le=1000)] = 10
    before: UUID | None = None


class StateFork(BaseModel):
    checkpoint_id: UUID
    input: Any = None
    config: Config = RunConfig()


class Subscribe(BaseModel):
    channels: Annotated[list[Any], Field(min_length=1)]

    @field_validator("channels")
    @classmethod
    def _are_channels(cls, channels: list[Any]) -> list[Any]:
        for channel in channels:
            if not is_channel(channel):
                raise ValueError(f"{channel!r} is not one of {', '.join(CHANNELS)} or {CUSTOM_PREFIX}<name>")
        return channels


class Reconnect(Subscribe):
    since: Annotated[int, Field(ge=0, strict=True)]
    subscription_id: StrictStr | None = None


class Unsubscribe(BaseModel):
    subscription_id: StrictStr


Params = TypeVar("Params", bound=BaseModel)


def read(params: type[Params], command: Mapping[str, Any]) -> Params:
    sent = command.get("params")
    if params is InputRespond and isinstance(sent, dict) and not isinstance(sent.get("responses"), list):
        sent = {**sent, "responses": [sent]}  # a single response, not in a list
    try:
        return params.model_validate(sent if isinstance(sent, dict) else {})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, ("params", *first["loc"])))
        problem = first["msg"].removeprefix("Value error, ")
        raise CommandError("invalid_argument", f"{field}: {problem}") from error

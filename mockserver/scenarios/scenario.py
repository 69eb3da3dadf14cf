"""A scenario: one graph, described by what it does in each turn."""

import re
from itertools import dropwhile
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from mockserver.scenarios.condition import When, reachable
from mockserver.scenarios.steps import (
    Speed,
    Step,
    all_steps,
    clashing_node,
    http_error,
    with_steps,
)
from mockserver.scenarios.strict_model import Strict

MESSAGES = "messages"

GRAPH_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")

GraphId = Annotated[str, StringConstraints(pattern=f"^{GRAPH_ID.pattern}$")]


class Turn(Strict):
    """Steps of one turn of the conversation."""

    when: When | None = None
    """Condition of the last human message; without it, any message. The first turn that matches is taken."""
    steps: list[Step]
    """Steps of the turn."""

    @model_validator(mode="before")
    @classmethod
    def _inline(cls, value: Any) -> Any:
        return with_steps(value, {"when"})

    @model_validator(mode="after")
    def _begins_with_http_errors(self) -> "Turn":
        rest = [*dropwhile(http_error, self.steps)]
        if any(http_error(step) for step in all_steps(rest)):
            raise ValueError(
                "an error with a status must be the first step of a turn: it is sent before the run"
            )
        return self


class Scenario(Strict):
    """A graph. A single turn needs no `turns`, and a single step no `steps`."""

    name: GraphId | None = None
    """Graph id; by default the name of the file."""
    description: str | None = None
    """Description of the system assistant."""
    state: dict[str, Any] = {}
    """Keys of the state besides `messages`, with their initial values."""
    reducers: dict[str, Literal["replace", "merge", "append"]] = {}
    """How updates change a key: replace the value (by default), merge objects, or append to a list."""
    speed: Speed | None = None
    """Pace of all messages without their own."""
    turns: Annotated[list[Turn], Field(min_length=1), AfterValidator(reachable)]

    @model_validator(mode="before")
    @classmethod
    def _inline(cls, value: Any) -> Any:
        """Move the steps of a scenario with a single turn into `turns`."""
        if not isinstance(value, dict) or "turns" in value:
            return value
        own = cls.model_fields.keys() - {"turns"}
        turn = {key: there for key, there in value.items() if key not in own}
        rest = {key: there for key, there in value.items() if key in own}
        return {**rest, "turns": [turn]} if turn else value

    @property
    def has_http_errors(self) -> bool:
        return any(http_error(step) for turn in self.turns for step in turn.steps)

    @model_validator(mode="after")
    def _has_own_keys(self) -> "Scenario":
        if MESSAGES in self.state or MESSAGES in self.reducers:
            raise ValueError("every state has `messages`; use the step `messages` to add some")
        return self

    @model_validator(mode="after")
    def _has_unique_nodes(self) -> "Scenario":
        if name := clashing_node(step for turn in self.turns for step in turn.steps):
            raise ValueError(f"two nodes have the name {name!r}")
        return self

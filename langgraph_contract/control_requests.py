"""Requests to the control plane of `langgraph-mock`: options of faults and conditions as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

HEADER = "X-Mock-Session"
TOKEN = "X-Mock-Token"  # noqa: S105 - the name of a header

Json = Any
Entry = dict[str, Any]
"""An entry of the journal; `spec/control.yaml` has its schema."""

Numbers = int | Sequence[int] | Mapping[str, float]
Duration = float | Mapping[str, Mapping[str, float]]
"""Seconds, or a distribution: `{"uniform": {"min": 0.1, "max": 2}}`."""


class RequestConditions(TypedDict, total=False):
    """Conditions on requests, which must all hold."""

    operation: str | Sequence[str]
    method: str | Sequence[str]
    path: str
    """Pattern: `*` is one segment, `**` any number of them."""
    thread_id: str
    assistant_id: str
    owner: str
    request_body: Json
    """Text or JSON that the body contains."""


class EntryConditions(RequestConditions, total=False):
    """Conditions on requests and on what became of them."""

    status: int | Sequence[int]
    fault: str
    valid: bool


class FaultOptions(RequestConditions, total=False):
    """Conditions, limits and effects of a fault."""

    id: str
    calls: Numbers
    times: int
    probability: float
    seed: int
    delay: Duration
    status: int
    headers: Mapping[str, str | float | Sequence[str]]
    body: Json
    example: str
    executed: bool
    connection: Literal["reset", "close", "stall"]
    credentials: Literal["expired"]
    read_only: bool
    queue: Duration
    bytes_per_second: float
    cut_after_bytes: int
    stream: Mapping[str, Any]


LIMITS = frozenset({"id", "calls", "times", "probability", "seed"})
BODY = "request_body"
"""Condition on the body of a request; `body` is an effect."""


def fault(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fault as JSON."""
    is_condition = RequestConditions.__optional_keys__
    return {
        "match": conditions({name: value for name, value in given.items() if name in is_condition}),
        "effect": {
            name: value for name, value in given.items() if name not in is_condition and name not in LIMITS
        },
        **{name: value for name, value in given.items() if name in LIMITS},
    }


def document(content: str | Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a request with this body: a text is YAML."""
    if isinstance(content, str):
        return {"content": content.encode(), "headers": {"content-type": "application/yaml"}}
    return {"json": content}


def conditions(given: Mapping[str, Any]) -> dict[str, Any]:
    return {"body" if name == BODY else name: value for name, value in given.items()}


def verification(given: Mapping[str, Any], times: int | Mapping[str, int] | None) -> dict[str, Any]:
    return {"match": conditions(given), **({} if times is None else {"times": times})}


def order(steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"order": [conditions(step) for step in steps]}

"""Miniatures that keep integers beyond 2**53 as texts."""

from typing import Any

from contract_tests.operation_groups import CREATING_RUNS_LATER, PATCHING, STARTING_ON_A_THREAD
from miniatures.http_messages import Request, Response
from miniatures.miniature import Alter, Mock, When, wrong

MAX_SAFE_INTEGER = 2**53 - 1


MAX_UINT64 = 2**64 - 1


def lossy(value: Any, largest: int = MAX_SAFE_INTEGER, up_to: int = MAX_UINT64) -> Any:
    """Return the value with each integer above `largest`, and not above `up_to`, as a text."""
    if isinstance(value, dict):
        return {name: lossy(each, largest, up_to) for name, each in value.items()}
    if isinstance(value, list):
        return [lossy(each, largest, up_to) for each in value]
    return str(value) if isinstance(value, int) and largest < value <= up_to else value


def of(*fields: str, **limits: int) -> tuple[When, Alter]:
    """Return a predicate for requests with such integers in the fields, and the fault."""

    def altered(request: Request) -> dict[str, Any]:
        body = {
            name: (value, lossy(value, **limits)) for name, value in request.json.items() if name in fields
        }
        return {name: changed for name, (value, changed) in body.items() if changed != value}

    async def keep_as_texts(mock: Mock, request: Request) -> Response:
        changed = altered(request)
        return await mock(request.with_fields(**changed) if changed else request)

    return lambda request: bool(altered(request)), keep_as_texts


def keeping_as_texts(check: str, *operations: str, fields: tuple[str, ...], **limits: int) -> Any:
    when, alter = of(*fields, **limits)
    alter.__name__ = f"large{'r' if limits else ''}_integers_of_{'_and_'.join(fields)}_are_texts"
    return wrong(check, *operations, when=when)(alter)


PATCHES = keeping_as_texts("resources.patch.json_values", *PATCHING, fields=("metadata",))
CONFIGURATIONS = keeping_as_texts(
    "assistants.configuration.json_values",
    "create_assistant",
    "update_assistant",
    fields=("context", "config"),
)
RUNS = keeping_as_texts("runs.create.json_values", "create_thread_run", fields=("metadata",))
INPUTS = keeping_as_texts("runs.state.json_values", *STARTING_ON_A_THREAD, fields=("input",))
LARGE_INPUTS = keeping_as_texts(
    "runs.state.large_integer",
    *STARTING_ON_A_THREAD,
    fields=("input",),
    largest=MAX_UINT64,
    up_to=10**20,
)
STATES = keeping_as_texts("threads.state.json_values", "update_state", fields=("values",))
ANSWERS = keeping_as_texts("interrupts.resume_json_values", "create_thread_run", fields=("command",))
CRONS = keeping_as_texts("crons.create.json_values", *CREATING_RUNS_LATER, fields=("metadata", "input"))

"""Execution of commands on a thread; some of them depend on the connection."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any

from mockserver.errors import ApiError, ScenarioError
from mockserver.events import run_commands, state_commands
from mockserver.events.replies import CommandError, api_error, error, success
from mockserver.events.thread_ref import ThreadRef

Command = Mapping[str, Any]
Method = Callable[[ThreadRef, Command], Awaitable[Mapping[str, Any]]]
"""A function that executes a command and returns its result.

Raises:
    CommandError: the command is rejected.
"""

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "run.start": run_commands.start_run,
        "input.respond": run_commands.respond,
        "agent.getTree": state_commands.get_tree,
        "state.get": state_commands.get_state,
        "state.listCheckpoints": state_commands.list_checkpoints,
        "state.fork": state_commands.fork,
    }
)


async def _unknown(_ref: ThreadRef, command: Command) -> Mapping[str, Any]:
    raise CommandError("unknown_command", f"Unknown protocol command: {command['method']}")


async def response_to(
    ref: ThreadRef, command: Command, of_connection: Mapping[str, Method], seq: Callable[[], int]
) -> dict[str, Any]:
    """Execute the command and return the reply. `seq` returns the number of the last event sent."""
    method = {**METHODS, **of_connection}.get(command["method"], _unknown)
    try:
        return success(command, await method(ref, command), seq())
    except CommandError as command_error:
        return error(command["id"], command_error)
    except ScenarioError:
        raise  # for a client of HTTP, it is a response with its status
    except ApiError as problem:
        return error(command["id"], api_error(problem))

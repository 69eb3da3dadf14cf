"""Replies to commands: results and errors."""

from collections.abc import Mapping
from typing import Any

from mockserver.errors import ApiError


class CommandError(Exception):
    """A command was rejected. `code` is an error code of the protocol."""

    def __init__(self, code: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.code = code
        self.more = more


def success(command: Mapping[str, Any], result: Mapping[str, Any], seq: int) -> dict[str, Any]:
    """Return the reply of a successful command. `seq` is that of the last event sent before."""
    return {"type": "success", "id": command["id"], "result": result, "meta": {"applied_through_seq": seq}}


def error(command_id: Any, command_error: CommandError) -> dict[str, Any]:
    response = {"type": "error", "id": command_id, "error": command_error.code, "message": str(command_error)}
    return {**response, **command_error.more}


def api_error(problem: ApiError) -> CommandError:
    return CommandError("unknown_error", f"{int(problem.status)}: {problem.detail}")

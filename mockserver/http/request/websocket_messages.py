"""WebSocket messages, described in the contract under `x-websocket`: one JSON document per frame."""

from collections.abc import Mapping
from typing import Any

import orjson
from jsonschema_rs import Draft202012Validator, ValidationError

from contract_tests.contract import Contract
from mockserver.errors import InvalidRequest
from mockserver.http.openapi.routing_view import CONTRACT_URN
from mockserver.http.openapi.schemas import Schemas, address, field, problem
from mockserver.http.request.body import parse, with_integers

SOCKET = "x-websocket"


class BrokenCommand(Exception):
    """A client sent an invalid command."""

    def __init__(self, command_id: int | None, detail: str) -> None:
        """Set the error. `command_id` is `None` if the command has no valid id."""
        super().__init__(detail)
        self.command_id = command_id
        self.detail = detail


class BrokenFrame(Exception):
    """The mock would send a frame that the contract does not allow: a bug of the mock."""


class FrameValidator:
    def __init__(self, received: Draft202012Validator, sent: Draft202012Validator | None = None) -> None:
        """Keep the validators; `sent` is `None` if the mock's own frames are not validated."""
        self._received = received
        self._sent = sent

    def command(self, frame: bytes) -> dict[str, Any]:
        """Parse a client's command.

        Raises:
            BrokenCommand: it is invalid.

        """
        message = None
        try:
            message = parse(frame)
            self._received.validate(message)
        except InvalidRequest as error:
            raise BrokenCommand(None, error.detail) from error
        except ValidationError as error:
            detail = f"{field('command', error.instance_path)}: {problem(error)}"
            raise BrokenCommand(_id(message), detail) from error
        command: dict[str, Any] = with_integers(message)
        return command

    def check(self, frame: bytes) -> None:
        """Validate a frame of the mock.

        Raises:
            BrokenFrame: the contract does not allow it.

        """
        if self._sent is None:
            return
        try:
            self._sent.validate(orjson.loads(frame))
        except ValidationError as error:
            raise BrokenFrame(f"{field('frame', error.instance_path)}: {problem(error)}") from error


def frames_by_path(contract: Contract, schemas: Schemas, *, checked: bool) -> Mapping[str, FrameValidator]:
    """Return the frames of all sockets in the contract. With `checked`, the mock's frames are validated."""
    by_path = {}
    for path, item in contract.document["paths"].items():
        if SOCKET in item:
            pointer = f"#/paths/{path.replace('/', '~1')}/{SOCKET}"
            received, sent = (
                schemas.compile([address(CONTRACT_URN, f"{pointer}/{direction}")])
                for direction in ("send", "receive")
            )
            by_path[path] = FrameValidator(received, sent if checked else None)
    return by_path


def _id(command: Any) -> int | None:
    command_id = command.get("id") if isinstance(command, dict) else None
    return command_id if type(command_id) is int and command_id >= 0 else None

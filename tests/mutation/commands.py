"""Defects in the commands of protocol v2, over HTTP and on a WebSocket: ignored params, wrong responses."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from miniatures.events_socket import OPERATION, Frame, Proxy
from miniatures.http_messages import Request, Response
from miniatures.miniature import Alter, Mock

from contract_tests.client.exchange import SOCKET
from contract_tests.contract import Contract
from contract_tests.validation.request import Validity
from mutation.mutant import Mutant, shown

LOST = "lost parameter"
WRONG = "wrong command response"

ON_A_SOCKET = f"{SOCKET} {OPERATION}"
"""Name of the WebSocket of a thread in miniatures."""

Change = Callable[[Frame], Frame]
"""Function from a command or its response to a defective one, or to an equal one without such a place."""


def without_id(response: Frame) -> Frame:
    return {name: value for name, value in response.items() if name != "id"}


def with_another_id(response: Frame) -> Frame:
    return {**response, "id": response["id"] + 1000} if isinstance(response.get("id"), int) else response


def with_empty_result(response: Frame) -> Frame:
    return {**response, "result": {}} if response.get("result") else response


RESPONSES: Mapping[str, Change] = {
    "without an id": without_id,
    "with another id": with_another_id,
    "with an empty result": with_empty_result,
}


def mutants(contract: Contract, validity: Validity) -> Iterator[Mutant]:
    for operation in contract.operations:
        if "x-commands" not in operation.raw:
            continue
        for method, command in contract.resolve(operation.raw["x-commands"]).items():
            schema = contract.whole(command["params"])
            names = [each for each in schema.get("properties", {}) if each not in schema.get("required", ())]
            for name in names if not command.get("optional") else ():
                losing = _losing(validity, command["params"], method, name)
                if not command.get("connection"):
                    alter = _command(losing)
                    yield Mutant(LOST, operation.id, f"{method} {name}", alter, needs_a_difference=False)
                yield _on_a_socket(LOST, f"{method} {name}", losing)
        for what, change in RESPONSES.items():
            yield Mutant(WRONG, operation.id, what, _response(change))
            yield Mutant(WRONG, ON_A_SOCKET, what, _frames(change), is_shown_by=_is_command)


def _on_a_socket(kind: str, what: str, change: Change) -> Mutant:
    def is_shown_by(text: str) -> bool:
        return _is_command(text) and change(json.loads(text)) != json.loads(text)

    async def alter(mock: Mock, *line: Any) -> None:
        await Proxy(*line).pass_on(mock, request=change)

    return Mutant(kind, ON_A_SOCKET, what, alter, needs_a_difference=False, is_shown_by=is_shown_by)


def _is_command(text: str) -> bool:
    try:
        value = json.loads(text)
    except ValueError:
        return False
    return isinstance(value, dict) and "method" in value


def _losing(validity: Validity, schema: Mapping[str, Any], method: str, name: str) -> Change:
    """Return a change that drops a valid parameter of the command."""

    def change(command: Frame) -> Frame:
        params = command.get("params")
        if command.get("method") != method or not isinstance(params, dict) or name not in params:
            return command
        if not validity.is_valid(schema, params):
            return command
        return {**command, "params": {key: value for key, value in params.items() if key != name}}

    return change


def _command(change: Change) -> Alter:
    async def alter(mock: Mock, request: Request) -> Response:
        changed = change(request.json)
        if changed == request.json:
            return await mock(request)
        return shown(mock, await mock(request.with_fields(**changed)))

    return alter


def _response(change: Change) -> Alter:
    async def alter(mock: Mock, request: Request) -> Response:
        response = await mock(request)
        if response.events is not None or not isinstance(response.json, dict):
            return response
        changed = change(response.json)
        return response if changed == response.json else shown(mock, response.with_json(changed))

    return alter


def _frames(change: Change) -> Alter:
    def changed(frame: Frame) -> list[Frame]:
        return [change(frame) if frame.get("type") in {"success", "error"} else frame]

    async def alter(mock: Mock, *line: Any) -> None:
        await Proxy(*line).pass_on(mock, change_frames=changed)

    return alter

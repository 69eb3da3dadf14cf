"""Tests of the commands in the contract: examples and recorded traffic match the schemas."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema_rs import Draft202012Validator

from contract_tests import contract

CONTRACT = contract.load()
COMMANDS = CONTRACT.resolve(CONTRACT.by_id["send_command"].raw["x-commands"])
ROOT = Path(__file__).parents[2]


def shown():
    """Yield the commands in the examples with their responses."""
    for file in sorted((ROOT / "spec" / "examples").glob("send_command.*.yaml")):
        example = yaml.safe_load(file.read_text())
        yield example["request"].get("body"), example["response"]["body"]


def recorded():
    """Yield the recorded commands of the reference server with their responses."""
    for file in sorted((ROOT / "tests" / "transcripts" / "recorded").glob("commands_*_socket.txt")):
        said = None
        for line in file.read_text().splitlines():
            if line.startswith("> {") and line.endswith("}"):
                said = json.loads(line[2:])
            elif said and said.get("id") == json.loads(line).get("id"):
                yield said, json.loads(line)


CARRIED_OUT = [pair for pair in (*shown(), *recorded()) if pair[1].get("type") == "success"]


def valid(schema, value):
    Draft202012Validator({**CONTRACT.document, **schema}).validate(value)


def test_an_example_covers_every_required_command():
    wanted = {name for name, rules in COMMANDS.items() if not rules.get("optional")}
    assert {command["method"] for command, _ in CARRIED_OUT} == wanted


@pytest.mark.parametrize(("command", "response"), CARRIED_OUT, ids=lambda part: part.get("method", ""))
class TestACommandThatIsCarriedOut:
    def test_has_the_params_that_are_documented(self, command, response):
        assert response["id"] == command["id"]
        valid(COMMANDS[command["method"]]["params"], command.get("params", {}))

    def test_has_the_result_that_is_documented(self, command, response):
        valid(COMMANDS[command["method"]]["result"], response["result"])


def test_a_socket_has_the_messages_of_the_operations_of_its_path():
    socket = CONTRACT.document["paths"]["/threads/{thread_id}/stream/events"]["x-websocket"]
    assert socket["send"] == CONTRACT.by_id["send_command"].body
    assert (
        CONTRACT.by_id["send_command"].responses[200]["content"]["application/json"]["schema"]
        in (socket["receive"]["oneOf"])
    )


def test_every_event_has_a_separate_schema():
    event = CONTRACT.document["components"]["schemas"]["ProtocolEvent"]
    streamed = CONTRACT.document["components"]["x-stream-events"]["ThreadEvents"]["events"]
    assert {rule["schema"]["$ref"] for rule in streamed.values()} == {one["$ref"] for one in event["oneOf"]}
    assert event["discriminator"]["mapping"] == {
        name: rule["schema"]["$ref"] for name, rule in streamed.items()
    }

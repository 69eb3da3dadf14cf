"""The mock streams the same as the reference server, for the same graphs and requests."""

import json
from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator

from contract_tests import contract
from transcripts import command_cases, event_cases, waiting
from transcripts.cases import CASES
from transcripts.command_transcript import command_transcript
from transcripts.event_transcript import event_transcript
from transcripts.stream_transcript import transcript
from transcripts.waiting import wait_transcript

RECORDED = Path(__file__).parent / "recorded"
SILENCE = 0.3
"""Seconds to wait for events that the reference server does not send."""


@pytest.fixture(scope="module")
def event_schema():
    return Draft202012Validator({**contract.load().document, "$ref": "#/components/schemas/ProtocolEvent"})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_transcript_is_the_recorded_one(mock_url, case):
    recorded = (RECORDED / f"{case.name}.txt").read_text()
    assert transcript(mock_url, case).splitlines() == recorded.splitlines()


@pytest.mark.parametrize("case", event_cases.CASES, ids=lambda case: case.name)
def test_the_events_are_the_recorded_ones(mock_url, case):
    recorded = (RECORDED / f"{case.name}.txt").read_text()
    told = event_transcript(mock_url, case, SILENCE, at_least=len(recorded.strip().splitlines()))
    assert told.splitlines() == recorded.splitlines()


@pytest.mark.parametrize("case", event_cases.CASES, ids=lambda case: case.name)
def test_the_recorded_events_match_the_contract(event_schema, case):
    for line in (RECORDED / f"{case.name}.txt").read_text().split("\n"):
        if line:
            event_schema.validate(json.loads(line.split(" ", 2)[2]))


@pytest.mark.parametrize("case", command_cases.CASES, ids=lambda case: case.name)
def test_the_answers_to_commands_are_the_recorded_ones(mock_url, case):
    recorded = (RECORDED / f"{case.name}.txt").read_text()
    frames = [len(part.splitlines()) - 1 for part in f"\n{recorded}".split("\n> ")[1:]]
    told = command_transcript(mock_url, case, SILENCE, at_least=frames)
    assert told.splitlines() == recorded.splitlines()


@pytest.mark.parametrize("case", waiting.CASES, ids=lambda case: case.name)
def test_a_wait_is_answered_as_recorded(mock_url, case):
    recorded = (RECORDED / f"{case.name}.txt").read_text()
    assert wait_transcript(mock_url, case).splitlines() == recorded.splitlines()


def test_each_recorded_file_belongs_to_a_case():
    asked = {case.name for case in (*CASES, *event_cases.CASES, *command_cases.CASES, *waiting.CASES)}
    assert {file.stem for file in RECORDED.iterdir()} == asked

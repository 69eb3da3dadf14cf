"""The mock streams what the reference server streams, for the same graphs and the same requests."""

from pathlib import Path

import pytest

from transcripts.asking import transcript
from transcripts.cases import CASES

RECORDED = Path(__file__).parent / "recorded"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_transcript_is_the_recorded_one(mock_url, case):
    recorded = (RECORDED / f"{case.name}.txt").read_text()
    assert transcript(mock_url, case).splitlines() == recorded.splitlines()


def test_nothing_is_recorded_that_is_not_asked():
    assert {file.stem for file in RECORDED.iterdir()} == {case.name for case in CASES}

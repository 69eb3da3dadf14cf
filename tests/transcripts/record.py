"""Record the transcripts of the reference server, which must serve the graphs of `langgraph.json`.

cd tests && python -m transcripts.record http://127.0.0.1:8123
"""

import sys
from pathlib import Path

from transcripts import command_cases, event_cases, waiting
from transcripts.cases import CASES
from transcripts.command_transcript import command_transcript
from transcripts.event_transcript import event_transcript
from transcripts.stream_transcript import transcript
from transcripts.waiting import wait_transcript

RECORDED = Path(__file__).parent / "recorded"

if __name__ == "__main__":
    for case in CASES:
        (RECORDED / f"{case.name}.txt").write_text(transcript(sys.argv[1], case))
    for event_case in event_cases.CASES:
        (RECORDED / f"{event_case.name}.txt").write_text(event_transcript(sys.argv[1], event_case, silence=3))
    for command_case in command_cases.CASES:
        text = command_transcript(sys.argv[1], command_case, silence=3)
        (RECORDED / f"{command_case.name}.txt").write_text(text)
    for wait_case in waiting.CASES:
        (RECORDED / f"{wait_case.name}.txt").write_text(wait_transcript(sys.argv[1], wait_case))

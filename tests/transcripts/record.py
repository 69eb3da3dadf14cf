"""Record the transcripts of a server that serves the built-in graphs: the reference server, with `examples/`.

cd tests && python -m transcripts.record http://127.0.0.1:8123
"""

import sys
from pathlib import Path

from transcripts.asking import transcript
from transcripts.cases import CASES

RECORDED = Path(__file__).parent / "recorded"

if __name__ == "__main__":
    for case in CASES:
        (RECORDED / f"{case.name}.txt").write_text(transcript(sys.argv[1], case))

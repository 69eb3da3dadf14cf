"""Cost of `--state FILE`: the mock with a state file, against the mock without one.

    python benchmarks/state.py [--rounds 3] [--seconds 2]

Needs Linux (`/proc`). The rate is requests per second of the server's CPU time, as in `server.py`.
"""

import argparse
import json
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from load import request
from server import Measured, measure, requests, verdict
from subject import Subject, mock, started

GOALS = {"get": 0.95, "search": 0.95, "post": 1 / 2, "run": 1 / 2, "resumable run": 1 / 2}
"""Least share of the rate without a file: a GET costs the same, a POST at most twice."""

RUN = {"assistant_id": "agent", "input": {"messages": [{"role": "user", "content": "hello"}]}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement")
    options = parser.parse_args()
    command = [*mock(), "--pace", "0"]
    with TemporaryDirectory() as folder, ExitStack() as stack:
        with_file = [*command, "--state", str(Path(folder) / "state.db")]
        subjects = [
            stack.enter_context(started("memory", command)),
            stack.enter_context(started("file", with_file)),
        ]
        sent = {subject.name: {**requests(subject), **runs(subject)} for subject in subjects}
        report(measure(subjects, sent, options.rounds, options.seconds))


def runs(subject: Subject) -> dict[str, bytes]:
    """Return requests for runs on new threads, which are kept with their states."""
    kept = {**RUN, "on_completion": "keep"}
    resumable = {**kept, "stream_resumable": True, "stream_mode": "messages-tuple"}
    subject.send("POST", "/runs/wait", kept)  # imports langgraph
    return {
        "run": request("POST", "/runs/wait", json.dumps(kept).encode()),
        "resumable run": request("POST", "/runs/stream", json.dumps(resumable).encode()),
    }


def report(measured: Measured) -> None:
    print(f"{'requests per CPU second':24}{'memory':>10}{'--state':>10}{'share':>8}{'goal':>8}")
    for operation, goal in GOALS.items():
        memory, file = (
            median(done.per_cpu_second for done in measured[operation, name]) for name in ("memory", "file")
        )
        share = file / memory
        print(
            f"{operation:24}{memory:>10,.0f}{file:>10,.0f}{share:>8.0%}{goal:>8.0%}  {verdict(share, goal)}"
        )


if __name__ == "__main__":
    main()

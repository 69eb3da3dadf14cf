"""Speed of the mock, against bare Starlette with the same responses, and against Prism.

    python benchmarks/server.py [--rounds 3] [--seconds 2] [--no-prism]

Needs Linux (`/proc`), and Node for Prism. The rate is requests per second of the server's CPU time: unlike
wall-clock time, it hardly depends on the load of the machine or the speed of the client.
"""

import argparse
import json
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from statistics import median

from load import Load, load, request
from subject import Subject, bare, mock, prism, started

STORED = 1000
BODY = {"metadata": {"graph_id": "agent", "n": 1}}
SEARCH = {"limit": 10}
GOALS = {"get": 1 / 2, "search": 2 / 3, "post": 2 / 3}
TIMES_PRISM = 3

Measured = dict[tuple[str, str], list[Load]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement")
    parser.add_argument("--no-prism", action="store_true")
    options = parser.parse_args()
    commands = {"bare": bare(), "mock": mock()}
    if not options.no_prism and shutil.which("npx"):
        commands["prism"] = prism()
    with ExitStack() as stack:
        subjects = [stack.enter_context(started(name, command)) for name, command in commands.items()]
        sent = {subject.name: requests(subject) for subject in subjects}
        assert len({sizes(subject) for subject in subjects if subject.stores}) == 1, "not the same bytes"
        report(measure(subjects, sent, options.rounds, options.seconds), list(commands))


def measure(
    subjects: list[Subject], sent: Mapping[str, Mapping[str, bytes]], rounds: int, seconds: float
) -> Measured:
    """Measure the servers in turn, so that a slow minute of the machine affects all of them.

    `sent` are the requests by the names of the server and the operation.
    """
    measured: Measured = {}
    for _ in range(rounds):
        for operation in sent[subjects[0].name]:
            for subject in subjects:
                before = subject.cpu_seconds()
                done = load(subject.url, sent[subject.name][operation], seconds)
                done = done.with_cpu(subject.cpu_seconds() - before)
                assert not done.failed, f"{subject.name} failed {done.failed} times"
                measured.setdefault((operation, subject.name), []).append(done)
    return measured


def requests(subject: Subject) -> dict[str, bytes]:
    """Store threads, and return the requests to measure."""
    for _ in range(STORED if subject.stores else 0):
        subject.send("POST", "/threads", BODY)
    thread_id = json.loads(subject.send("POST", "/threads", BODY))["thread_id"]
    return {
        "get": request("GET", f"/threads/{thread_id}"),
        "search": request("POST", "/threads/search", json.dumps(SEARCH).encode()),
        "post": request("POST", "/threads", json.dumps(BODY).encode()),
    }


def sizes(subject: Subject) -> tuple[int, int]:
    """Return the sizes of a new thread and of a search page, in bytes."""
    return len(subject.send("POST", "/threads", BODY)), len(subject.send("POST", "/threads/search", SEARCH))


def report(measured: Measured, names: list[str]) -> None:
    print(f"{'':8}" + "".join(f"{name + ' req/CPU s':>18}{'per s':>8}" for name in names), "  ratios")
    for operation, goal in GOALS.items():
        rates = {name: median(done.per_cpu_second for done in measured[operation, name]) for name in names}
        walls = {name: median(done.per_second for done in measured[operation, name]) for name in names}
        row = f"{operation:8}" + "".join(f"{rates[name]:>18,.0f}{walls[name]:>8,.0f}" for name in names)
        share = rates["mock"] / rates["bare"]
        row += f"   {share:.0%} of bare ({verdict(share, goal)} {goal:.0%})"
        if "prism" in rates:
            times = rates["mock"] / rates["prism"]
            row += f", {times:.1f} x prism ({verdict(times, TIMES_PRISM)} {TIMES_PRISM})"
        print(row)


def verdict(reached: float, goal: float) -> str:
    return "meets" if reached >= goal else "MISSES"


if __name__ == "__main__":
    main()

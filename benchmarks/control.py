"""Cost of the control plane and its journal: the mock, against the mock with `--no-control`.

    python benchmarks/control.py [--rounds 7] [--seconds 1.5]

Needs Linux (`/proc`). The time is the server's CPU time for each request, as in `server.py`.
"""

import argparse
from contextlib import ExitStack
from statistics import median

from server import Measured, measure, requests, verdict
from subject import mock, started

GOAL = 1 / 1.1
"""Least share of the rate without the control plane."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.5, help="of each measurement")
    options = parser.parse_args()
    with ExitStack() as stack:
        subjects = [
            stack.enter_context(started("control", mock())),
            stack.enter_context(started("no control", [*mock(), "--no-control"])),
        ]
        sent = {subject.name: requests(subject) for subject in subjects}
        report(measure(subjects, sent, options.rounds, options.seconds))


def report(measured: Measured) -> None:
    print(f"{'microseconds':14}{'--no-control':>14}{'control':>10}{'ratio':>8}")
    for operation in ("get", "search", "post"):
        without, controlled = (
            1e6 / median(done.per_cpu_second for done in measured[operation, name])
            for name in ("no control", "control")
        )
        goal = verdict(without / controlled, GOAL)
        print(f"{operation:14}{without:>14.0f}{controlled:>10.0f}{controlled / without:>8.2f}  {goal}")


if __name__ == "__main__":
    main()

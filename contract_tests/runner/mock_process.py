"""Our mock as a target: a process of its own, ended with the check."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from contract_tests.client.target import Unreachable

PACE = 5
"""Milliseconds a word: quick, and still word by word."""

QUIETLY = ("--log-level", "error")
"""The library of the graphs warns of much that generated requests ask of it."""

MOCK = (sys.executable, "-P", "-m", "langgraph_contract", "mock")
COMMAND = (*MOCK, "--port", "0", "--pace", str(PACE), *QUIETLY)
PATIENCE = 5.0
"""Seconds that it has to stop."""

URL = re.compile(r"https?://[^\s/]+")


@contextmanager
def running_mock(seed: int, *options: str) -> Iterator[str]:
    """The mock's URL, while it runs. Further options are its own.

    Raises:
        Unreachable: it does not start.

    """
    command = [*COMMAND, "--seed", str(seed), *options]
    # In a session of its own: Ctrl-C is for us, and we still have to clean up.
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def _address(process: subprocess.Popen[str]) -> str:
    """What the mock says first."""
    line = process.stdout.readline() if process.stdout else ""
    found = URL.search(line)
    if found is None:
        raise Unreachable("langgraph-mock", "did not start")
    return found[0]

"""Mock server as a target, in a separate process that ends with the run."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from contract_tests.client.target import Unreachable

MOCK_PACE = 5
"""Milliseconds per word: fast, but still streamed word by word."""

LOG_OPTIONS = ("--log-level", "error")
"""Log level that hides warnings which langgraph emits for many generated requests."""

MOCK = (sys.executable, "-P", "-m", "langgraph_contract", "mock")
COMMAND = (*MOCK, "--port", "0", "--pace", str(MOCK_PACE), *LOG_OPTIONS)
STOP_SECONDS = 5.0
"""Seconds that the process has to stop."""

URL = re.compile(r"https?://[^\s/]+")


@contextmanager
def running_mock(seed: int, *options: str) -> Iterator[str]:
    """Yield the URL of a running mock. Further options are passed to it.

    Raises:
        Unreachable: it does not start.

    """
    command = [*COMMAND, "--seed", str(seed), *options]
    # In a separate session, because Ctrl-C must not end the mock before the cleanup.
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _address(process: subprocess.Popen[str]) -> str:
    """Return the URL in the mock's first line of output."""
    line = process.stdout.readline() if process.stdout else ""
    found = URL.search(line)
    if found is None:
        raise Unreachable("langgraph-mock", "did not start")
    return found[0]

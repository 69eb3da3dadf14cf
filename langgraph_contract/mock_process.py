"""A mock in a separate process, shared by the tests of one pytest process."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

COMMAND = (sys.executable, "-P", "-m", "langgraph_contract", "mock")
OPTIONS = ("--port", "0", "--pace", "0", "--seed", "0", "--log-level", "error")
URL = re.compile(r"https?://[^\s/]+")
STOP_SECONDS = 5.0


class DidNotStart(Exception):
    """The mock failed to start; its own output has the reason."""


@contextmanager
def running_mock() -> Iterator[str]:
    """Yield the URL of a mock without delays, with repeatable ids and times.

    Raises:
        DidNotStart: it fails to start.

    """
    command = [*COMMAND, *OPTIONS]
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            found = URL.search(line)
            if found is None:
                raise DidNotStart("langgraph-mock did not start")
            yield found[0]
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()

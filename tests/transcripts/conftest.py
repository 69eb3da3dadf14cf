"""A mock on a socket, in a process of its own."""

import re
import subprocess
import sys

import pytest


@pytest.fixture(scope="session")
def mock_url():
    command = [sys.executable, "-m", "mockserver", "--port", "0", "--pace", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield re.search(r"http://\S+", process.stdout.readline())[0]
        finally:
            process.terminate()

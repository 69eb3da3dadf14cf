"""A mock on a socket, in a separate process, with the graphs of `langgraph.json`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

GRAPHS = Path(__file__).parent / "langgraph.json"


@pytest.fixture(scope="session")
def mock_url():
    command = [sys.executable, "-m", "mockserver", "--port", "0", "--pace", "0", "--config", str(GRAPHS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield re.search(r"http://\S+", process.stdout.readline())[0]
        finally:
            process.terminate()

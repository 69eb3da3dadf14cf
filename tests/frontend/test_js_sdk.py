"""Tests of the official JS SDK in `sdk/`, run by Node against a mock."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from patience import PATIENCE

SDK = Path(__file__).parent / "sdk"


@pytest.fixture(scope="session")
def tests(project):
    """Copy the tests into the project, where Node finds its packages."""
    return shutil.copytree(SDK, project / "sdk")


@pytest.mark.parametrize("name", sorted(file.name for file in SDK.glob("*.test.mjs")))
def test_the_js_sdk(name, tests, fast_url):
    command = [
        "node",
        "--experimental-websocket",
        "--test",
        "--test-reporter=spec",
        f"--test-timeout={PATIENCE * 1000:.0f}",
        tests / name,
    ]
    environment = os.environ | {"TARGET": fast_url}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"

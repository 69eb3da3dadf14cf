"""The example of several mocks behind nginx: sessions are distributed, and each finds its mock."""

import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from mockserver.server import listen
from patience import PATIENCE

SCALE = Path(__file__).parents[2] / "examples" / "scale"
NAMES = [f"session-{number}" for number in range(8)]

pytestmark = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")


@contextmanager
def scaled(folder):
    with listen("127.0.0.1", 0) as free:
        port = str(free.getsockname()[1])
    command = [sys.executable, SCALE / "start.py", "--port", port, "--mocks", "2", "--state", folder]
    process = subprocess.Popen([*command, "--", "--pace", "0"], stdout=subprocess.PIPE, text=True)
    try:
        yield re.search(r"http://\S+", process.stdout.readline())[0]
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


@pytest.mark.slow
def test_each_session_has_one_mock_also_after_a_restart(tmp_path):
    def read(name):
        by_header = http.post("/threads/search", json={}, headers={"X-Mock-Session": name}).json()
        assert http.post(f"/threads/search?mock_session={name}", json={}).json() == by_header
        assert http.post(f"/_mock/sessions/{name}/api/threads/search", json={}).json() == by_header
        return by_header

    with scaled(tmp_path) as url, httpx.Client(base_url=url, timeout=PATIENCE) as http:
        created = {
            name: http.post("/threads", json={}, headers={"X-Mock-Session": name}).json() for name in NAMES
        }
        assert all(read(name) == [created[name]] for name in NAMES)
        default = http.post("/threads", json={}).json()
        assert read("default") == [default]
    with scaled(tmp_path) as url, httpx.Client(base_url=url, timeout=PATIENCE) as http:
        assert all(read(name) == [created[name]] for name in NAMES)
        there = [http.get("/_mock/sessions", headers={"X-Mock-Session": name}).json() for name in NAMES]
        assert {len(sessions) < len(NAMES) + 2 for sessions in there} == {True}  # not all on one mock


@pytest.mark.slow
def test_load(tmp_path):
    with scaled(tmp_path) as url:
        command = [sys.executable, SCALE / "load.py", url, "--sessions", "6", "--at-once", "3"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert done.stdout.startswith("6 sessions with ")

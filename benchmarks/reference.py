"""The reference server, from an environment that has it, with the mock's own graphs."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from subject import ROOT, Subject

PATIENCE = 90
"""Seconds to wait for the server to start."""


@contextmanager
def reference(langgraph: Path, *, jobs: int) -> Iterator[Subject]:
    """Run the server with its command `langgraph` and `jobs` concurrent runs. The model adds no delay."""
    with TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        copy_graphs(Path(folder))
        port = str(free.getsockname()[1])
        free.close()
        command = [str(langgraph), "dev", "--no-browser", "--no-reload", "--port", port]
        process = subprocess.Popen(
            [*command, "--n-jobs-per-worker", str(jobs)],
            cwd=folder,
            env={**os.environ, "LANGSMITH_TRACING": "false", "LANGGRAPH_MOCK_PACE": "0"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait(f"http://127.0.0.1:{port}", process)
            yield Subject("reference", f"http://127.0.0.1:{port}", process.pid)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def copy_graphs(folder: Path) -> None:
    """Copy the graphs to a folder outside the checkout, because the server leaves files there."""
    config = json.loads((ROOT / "examples" / "langgraph.json").read_text())
    (folder / "langgraph.json").write_text(json.dumps({**config, "dependencies": ["."]}))
    shutil.copytree(ROOT / "mockserver" / "built_in", folder / "mockserver" / "built_in")
    shutil.copy(ROOT / "mockserver" / "__init__.py", folder / "mockserver")


def wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/ok").close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise SystemExit(f"the reference server did not come up: {process.args!r}")

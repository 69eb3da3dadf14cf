"""A measured server, started as its users start it, and its CPU time and memory."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PRISM = "@stoplight/prism-cli@5.16"
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Subject:
    name: str
    url: str
    pid: int

    def cpu_seconds(self) -> float:
        """Return the CPU time of the process and its descendants: npx starts node, which starts node."""
        return sum(ticks(pid) for pid in family(self.pid)) / TICKS

    def memory(self) -> int:
        """Return the resident memory of the process and its descendants, in bytes."""
        return sum(resident(pid) for pid in family(self.pid))

    @property
    def stores(self) -> bool:
        """Return whether the server keeps threads. Prism makes up its responses."""
        return self.name != "prism"

    def send(self, method: str, path: str, body: Any = None) -> bytes:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request) as response:
            content: bytes = response.read()
            return content


def mock() -> list[str]:
    return [sys.executable, "-m", "mockserver", "--port", "0"]


def bare() -> list[str]:
    return [sys.executable, str(ROOT / "benchmarks" / "bare.py")]


def prism() -> list[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    return ["npx", "--yes", PRISM, "mock", "--port", port, str(ROOT / "spec" / "openapi.yaml")]


@contextmanager
def started(name: str, command: list[str]) -> Iterator[Subject]:
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    )
    assert process.stdout
    try:
        for line in process.stdout:
            if url := re.search(r"listen\S* on (http://[\d.]+:\d+)", line):
                yield Subject(name, url[1], process.pid)
                return
        raise SystemExit(f"{name} did not start: {' '.join(command)}")
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # its own session, so child processes end, too
        process.stdout.close()
        process.wait()
        time.sleep(0.2)


def family(pid: int) -> list[int]:
    """Return the process and its descendants."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := stat(int(entry.name))):
            parents[int(entry.name)] = int(fields[1])
    found = [pid]
    for member in found:
        found.extend(child for child, parent in parents.items() if parent == member)
    return found


def resident(pid: int) -> int:
    fields = stat(pid)
    return int(fields[21]) * PAGE if fields else 0


def ticks(pid: int) -> int:
    fields = stat(pid)
    return int(fields[11]) + int(fields[12]) if fields else 0


def stat(pid: int) -> list[str]:
    """Return the fields after the command name, from the state on, or `[]` if the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []

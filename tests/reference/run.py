"""Check the reference server against the contract, and the contract against the server's document.

    python tests/reference/run.py

Installs the server from PyPI into a separate environment (its dependencies conflict with ours), starts it
with our built-in graphs, and checks it. Exit 0 only if the findings equal those listed in
docs/reference-findings.md, and every departure from the upstream document is explained.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FINDING = re.compile(r"^\| `(?P<check>[a-z0-9_.]+)` \| `(?P<operation>\w+)` \|")
LIST = ROOT / "docs" / "reference-findings.md"
PATIENCE = 90.0
"""Seconds to wait for the server to start."""

GENERATED = "shape."
"""Prefix of the checks with generated requests; their findings vary with the seed."""

UNTESTED = {
    "runs.webhook",
    "store.put.ttl",
    "threads.create.ttl",
    "threads.patch.ttl",
    "threads.prune.keep_latest",
    "threads.prune.unknown_ids",
}
"""Checks of features that are not offered, or blocked with owners; see the list's second part."""

NEEDS_NETWORK = {"crons.create.webhook"}
"""Checks for which the server must be able to resolve a public name."""

Key = tuple[str, str]
"""Check id and operation id."""


def say(text: str) -> None:
    print(f"reference: {text}", flush=True)


def install(where: Path) -> Path:
    """Install requirements.txt into an environment, and return its interpreter."""
    python = where / "bin" / "python"
    wanted = (HERE / "requirements.txt").read_text()
    stamp = where / "requirements.txt"
    if not stamp.exists() or stamp.read_text() != wanted:
        say("installing the server from PyPI")
        venv.create(where, with_pip=True, clear=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", HERE / "requirements.txt"], check=True)
        stamp.write_text(wanted)
    return python


def document(python: Path) -> Path:
    """Return the path of the upstream document, which the server's package installs."""
    code = (
        "from importlib.metadata import distribution\n"
        "print(distribution('langgraph-api').locate_file('openapi.json'))"
    )
    found = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True)
    return Path(found.stdout.strip())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(python: Path) -> Iterator[str]:
    """Run the server with our graphs and two owners, on a copy, because it leaves files behind."""
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "mockserver"
        shutil.copytree(ROOT / "mockserver" / "built_in", package / "built_in")
        for file in (HERE / "langgraph.json", HERE / "auth.py"):
            shutil.copy(file, folder)
        port = free_port()
        log = Path(folder) / "server.log"
        command = [python.with_name("langgraph"), "dev", "--no-browser", "--no-reload", "--port", str(port)]
        environment = {**os.environ, "LANGSMITH_TRACING": "false", "LANGGRAPH_MOCK_PACE": "5"}
        with log.open("w") as output:
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
        try:
            wait(f"http://127.0.0.1:{port}", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def wait(
    url: str, process: subprocess.Popen[bytes], log: Path, headers: Mapping[str, str] | None = None
) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/ok", headers=headers).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.3)
    raise SystemExit(f"reference: the server did not come up:\n{log.read_text()}")


def check(url: str) -> set[Key]:
    """Check the server while the report is printed, and return the findings."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "report.jsonl"
        owners = ["--header", "x-api-key: alice", "--other-header", "x-api-key: bob"]
        command = [sys.executable, "-m", "contract_tests", url, *owners, "--slow-checks"]
        ended = subprocess.run([*command, "--format", "jsonl", "--output", record], check=False)
        if ended.returncode not in (0, 1):
            raise SystemExit(f"reference: the check itself failed with {ended.returncode}")
        lines = [json.loads(line) for line in record.read_text().splitlines()]
    if surprising := untested(lines) - UNTESTED - NEEDS_NETWORK:
        raise SystemExit(f"reference: came to no verdict: {', '.join(sorted(surprising))}")
    findings = [line for line in lines if line["type"] == "finding"]
    for finding in findings:
        name = f"{finding['check']} {finding['operation']}"
        say(f"{name}: expected {finding['expected']}, received {finding['received']}")
        print(*finding["replay"], sep="\n", flush=True)
    return {(finding["check"], finding["operation"]) for finding in findings}


def untested(lines: list[dict[str, str]]) -> set[str]:
    """Return the checks without a verdict: a check that stops running must not go unnoticed."""
    words = {"skip", "not offered", "blocked", "error"}
    return {line["check"] for line in lines if line["type"] == "result" and line["verdict"] in words}


def mock_serves(upstream: Path) -> None:
    """Verify that the mock runs on the unchanged upstream document."""
    command = [sys.executable, "-m", "mockserver", "--port", "0", "--spec", upstream]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = re.search(r"http://\S+", process.stdout.readline())[0]
            thread = httpx.post(f"{url}/threads", json={}).raise_for_status().json()
            httpx.get(f"{url}/threads/{thread['thread_id']}/state").raise_for_status()
            item = {"namespace": ["a", "b"], "key": "k"}
            httpx.put(f"{url}/store/items", json={**item, "value": {}}).raise_for_status()
            httpx.get(f"{url}/store/items", params={**item, "namespace": "a.b"}).raise_for_status()
            say(f"the mock serves {upstream.name}")
        finally:
            process.terminate()


def listed() -> set[Key]:
    matches = (FINDING.match(line) for line in LIST.read_text().splitlines())
    return {(match["check"], match["operation"]) for match in matches if match}


def main() -> int:
    python = install(Path(os.environ.get("TOX_ENV_DIR", tempfile.gettempdir())) / "reference-server")
    upstream = document(python)
    drift = subprocess.run([sys.executable, ROOT / "spec" / "upstream.py", upstream], check=False)
    mock_serves(upstream)
    with server(python) as url:
        say(f"checking {url}")
        found = check(url)
    known = listed()
    unknown = found - known
    gone = {key for key in known - found if not key[0].startswith(GENERATED)}
    for name, operation in sorted(unknown):
        say(f"not in {LIST.name}: {name} {operation}")
    for name, operation in sorted(gone):
        say(f"in {LIST.name}, but not found any more: {name} {operation}")
    if drift.returncode or unknown or gone:
        return 1
    say(f"all {len(found)} findings are in {LIST.name}, and none of its rules has become quiet")
    return 0


if __name__ == "__main__":
    sys.exit(main())

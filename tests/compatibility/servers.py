"""The checked servers, their versions, and functions that start them on a free port."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from reference import run as reference  # noqa: E402 - found on the path set above

JAVASCRIPT = HERE / "js"


@dataclass(frozen=True)
class Server:
    name: str
    title: str
    versions: Sequence[str]
    started: Callable[[], AbstractContextManager[str]] | None = None
    """Context manager of the running server's URL; owners have an `x-api-key`. `None`: read from a record."""
    evidence: str = ""
    """Sentence that links to evidence on other pages. Empty for none."""
    lists_findings: bool = True
    """False to list the causes of the findings instead."""


def known() -> Sequence[Server]:
    pinned = (reference.HERE / "requirements.txt").read_text().splitlines()
    packages = json.loads((JAVASCRIPT / "package.json").read_text())["dependencies"]
    return (
        Server(
            "reference",
            "The reference server, in Python",
            [line.replace("==", " ") for line in pinned if line.startswith("langgraph")],
            in_python,
            "[Evidence of each finding](reference-findings.md). A run may lack one of `shape.*`.",
        ),
        Server(
            "js",
            "The JavaScript server",
            [f"{name} {version}" for name, version in packages.items() if name.startswith("@langchain/")],
            in_javascript,
        ),
        Server("aegra", "Aegra, on FastAPI", ["aegra-api 0.11.0"], lists_findings=False),
        Server("fractal", "Fractal, on Robyn", ["fractal-agents-runtime 0.1.1"], lists_findings=False),
    )


@contextmanager
def in_python() -> Iterator[str]:
    with reference.server(reference.install(place("reference-server"))) as url:
        yield url


@contextmanager
def in_javascript() -> Iterator[str]:
    """Run the server on a copy of its graphs, because it writes its state into their folder."""
    modules = installed(place("javascript-server"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(JAVASCRIPT, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
        (folder / "node_modules").symlink_to(modules)
        port, log = reference.free_port(), folder / "server.log"
        command = ["node", modules / ".bin" / "langgraphjs", "dev", "--no-browser", "--no-reload"]
        quiet = {"LANGGRAPH_CLI_NO_ANALYTICS": "1", "LANGSMITH_TRACING": "false", "LANGGRAPH_MOCK_PACE": "5"}
        with log.open("w") as output:
            process = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--port", str(port)],
                cwd=folder,
                env={**os.environ, **quiet},
                stdout=output,
                stderr=output,
                start_new_session=True,  # the command starts child processes, which must end with it
            )
        try:
            reference.wait(f"http://127.0.0.1:{port}", process, log, headers={"x-api-key": "alice"})
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def installed(where: Path) -> Path:
    """Install the packages in the versions of package.json, and return the folder `node_modules`."""
    wanted = (JAVASCRIPT / "package.json").read_text()
    stamp, modules = where / "package.json", where / "node_modules"
    if not modules.exists() or stamp.read_text() != wanted:
        print("compatibility: installing the server from npm", flush=True)
        shutil.rmtree(where, ignore_errors=True)
        where.mkdir(parents=True)
        stamp.write_text(wanted)
        npm = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
        subprocess.run([*npm, "--loglevel", "error"], cwd=where, check=True)
    return modules


def place(name: str) -> Path:
    return Path(os.environ.get("TOX_ENV_DIR", tempfile.gettempdir())) / name

"""Start mocks behind nginx, which distributes their requests by session, until Ctrl-C.

python examples/scale/start.py [--port 8200] [--mocks 4] [--state FOLDER] [-- OPTIONS OF LANGGRAPH-MOCK]
"""

import argparse
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

TEMPLATE = Path(__file__).with_name("nginx.conf")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--port", type=int, default=8200)
    parser.add_argument("--mocks", type=int, default=4)
    parser.add_argument("--state", type=Path, metavar="FOLDER", help="folder for a state file of each mock")
    parser.add_argument("options", nargs="*", help="options of langgraph-mock, after --")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that a supervisor ends all processes
    with ExitStack() as stack:
        ports = [
            stack.enter_context(mock([*arguments.options, *state(arguments.state, number)]))
            for number in range(arguments.mocks)
        ]
        folder = Path(stack.enter_context(TemporaryDirectory()))
        (folder / "nginx.conf").write_text(configuration(arguments.port, ports))
        nginx = stack.enter_context(process(["nginx", "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"]))
        while nginx.poll() is None and not accepts(arguments.port):
            time.sleep(0.05)
        print(f"nginx listens on http://127.0.0.1:{arguments.port} for {len(ports)} mocks", flush=True)
        try:
            nginx.wait()
        except KeyboardInterrupt:
            return
        raise SystemExit("nginx ended")


def accepts(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


def state(folder: Path | None, number: int) -> list[str]:
    """Return the option for the state file of a mock; the same number gets the same sessions again."""
    if folder is None:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    return ["--state", str(folder / f"mock-{number}.db")]


@contextmanager
def mock(options: Sequence[str]) -> Iterator[int]:
    """Start a mock on a free port, and yield the port."""
    command = [sys.executable, "-m", "mockserver", "--port", "0", *options]
    with process(command, stdout=subprocess.PIPE) as started:
        assert started.stdout
        found = re.search(r"http://127\.0\.0\.1:(\d+)", started.stdout.readline())
        if not found:
            raise SystemExit("a mock did not start")
        yield int(found[1])


@contextmanager
def process(command: Sequence[str], **options: int) -> Iterator["subprocess.Popen[str]"]:
    started = subprocess.Popen(command, text=True, **options)
    try:
        yield started
    finally:
        started.terminate()
        started.wait()


def configuration(port: int, ports: Sequence[int]) -> str:
    """Return the configuration of nginx. With `max_fails=0` no mock takes the sessions of another."""
    servers = "".join(f"        server 127.0.0.1:{each} max_fails=0;\n" for each in ports)
    return TEMPLATE.read_text().replace("${port}", str(port)).replace("${servers}\n", servers)


if __name__ == "__main__":
    main()

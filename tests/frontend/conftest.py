"""The pages of `examples`, built, served and opened in a Chromium beside a mock; and generated clients.

Needs Node, Chromium, playwright and the generators. Without them tests are skipped, unless FRONTEND=required.
`FRONTEND_TARGET=http://127.0.0.1:2024 pytest tests/frontend` asks another server that has the same graphs.
"""

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

import pytest

from patience import PATIENCE

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"


def needed(what, found):
    if not found and os.environ.get("FRONTEND") == "required":
        pytest.fail(f"{what} is required, and not here")
    if not found:
        pytest.skip(f"{what} is not here")
    return found


@pytest.fixture(scope="session")
def url():
    """Of a server whose answers can be watched while they come, and stopped."""
    with mock(pace=20) as url:
        yield url


@pytest.fixture(scope="session")
def fast_url():
    """Of one that also has the graph of these tests."""
    with mock("--config", HERE / "langgraph.json", pace=10) as url:
        yield url


@contextmanager
def mock(*options, pace):
    """Started with so many milliseconds a word; yields where it is."""
    if target := os.environ.get("FRONTEND_TARGET"):
        yield target
        return
    command = [sys.executable, "-m", "mockserver", "--port", "0", "--pace", str(pace), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield re.search(r"http://\S+", process.stdout.readline())[0]
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    """The folder of `chat`."""
    return installed(EXAMPLES / "chat", tmp_path_factory.mktemp("frontend"))


@pytest.fixture(scope="session")
def events_project(tmp_path_factory):
    """The folder of `langchain-react`."""
    return installed(EXAMPLES / "langchain-react", tmp_path_factory.mktemp("frontend"))


@pytest.fixture(scope="session")
def typed_project(tmp_path_factory):
    """The folder of `generators`, whose program is in TypeScript."""
    return installed(HERE / "generators", tmp_path_factory.mktemp("generators"))


@pytest.fixture(scope="session")
def python_tool():
    """Return a function that finds a program among the packages of this Python."""
    return lambda name: needed(name, shutil.which(name, path=Path(sys.executable).parent))


def installed(source, parent):
    """A copy of the project, with exactly the packages of its lock file."""
    needed("npm", shutil.which("npm"))
    folder = parent / source.name
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("node_modules", "dist"))
    npm(folder, "ci", "--no-audit", "--no-fund", "--prefer-offline")
    return folder


def npm(folder, *words):
    done = subprocess.run(["npm", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"npm {' '.join(words)}\n{done.stdout}{done.stderr}"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words):
        """Requests for the page's files are no news."""


@pytest.fixture(scope="session")
def site(project):
    """Where the built page of `chat` is."""
    with served(project) as address:
        yield address


@pytest.fixture(scope="session")
def events_site(events_project):
    """Where the built page of `langchain-react` is."""
    with served(events_project) as address:
        yield address


@contextmanager
def served(project):
    npm(project, "run", "build")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=project / "dist")) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser():
    """The Chromium that is installed: playwright would download one of its own."""
    needed("playwright", find_spec("playwright"))
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    chromium = needed("Chromium", shutil.which("chromium") or shutil.which("google-chrome"))
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def expect(browser):
    """Waits until the page is as expected."""
    from playwright.sync_api import expect  # noqa: PLC0415

    expect.set_options(timeout=PATIENCE * 1000)
    return expect


@pytest.fixture
def page(browser):
    """A new one, which has seen nothing; an exception that nobody catches in it fails the test."""
    uncaught = []
    with browser.new_context() as context:
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.on("pageerror", lambda error: uncaught.append(error))  # noqa: PLW0108 - playwright marks it
        yield page
    assert not uncaught

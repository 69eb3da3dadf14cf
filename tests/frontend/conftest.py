"""Fixtures: pages of `examples` in Chromium, clients from code generators, and a mock to run them against.

Needs Node, Chromium, playwright and the generators. Without them the tests are skipped, unless
FRONTEND=required. `FRONTEND_TARGET=http://127.0.0.1:2024 pytest tests/frontend` runs them against another
server with the same graphs.
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


def needed(what, is_found):
    if not is_found and os.environ.get("FRONTEND") == "required":
        pytest.fail(f"{what} is required, and not here")
    if not is_found:
        pytest.skip(f"{what} is not here")
    return is_found


@pytest.fixture(scope="session")
def url():
    """Yield the URL of a mock that is slow enough to watch its responses arrive, and to stop them.

    It also serves the scenarios of `examples`.
    """
    with mock("--scenarios", EXAMPLES / "scenarios", pace=20) as url:
        yield url


@pytest.fixture(scope="session")
def fast_url():
    """Yield the URL of a faster mock that also serves the graph of these tests."""
    with mock("--config", HERE / "langgraph.json", pace=10) as url:
        yield url


@pytest.fixture(scope="session")
def started_mock():
    """Return a context manager that starts a mock with options, and yields its URL."""
    return mock


@contextmanager
def mock(*options, pace):
    """Start a mock with `pace` milliseconds per word, and yield its URL."""
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
    """Return the folder of the installed `chat` project."""
    return installed(EXAMPLES / "chat", tmp_path_factory.mktemp("frontend"))


@pytest.fixture(scope="session")
def events_project(tmp_path_factory):
    """Return the folder of the installed `langchain-react` project."""
    return installed(EXAMPLES / "langchain-react", tmp_path_factory.mktemp("frontend"))


@pytest.fixture(scope="session")
def typed_project(tmp_path_factory):
    """Return the folder of the installed `generators` project, whose program is written in TypeScript."""
    return installed(HERE / "generators", tmp_path_factory.mktemp("generators"))


@pytest.fixture(scope="session")
def python_tool():
    """Return a function that finds a program among the packages of this Python."""
    return lambda name: needed(name, shutil.which(name, path=Path(sys.executable).parent))


def installed(source, parent):
    """Copy the project, and install exactly the packages of its lock file."""
    needed("npm", shutil.which("npm"))
    folder = parent / source.name
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("node_modules", "dist"))
    npm(folder, "ci", "--no-audit", "--no-fund", "--prefer-offline")
    return folder


def npm(folder, *arguments):
    done = subprocess.run(["npm", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"npm {' '.join(arguments)}\n{done.stdout}{done.stderr}"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words):
        """Drop the log lines of requests for the page's files."""


@pytest.fixture(scope="session")
def site(project):
    """Yield the address of the built `chat` page."""
    with served(project) as address:
        yield address


@pytest.fixture(scope="session")
def events_site(events_project):
    """Yield the address of the built `langchain-react` page."""
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
    """Launch the installed Chromium; playwright would download its own."""
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
    """Return playwright's `expect`, which waits until the page is as expected."""
    from playwright.sync_api import expect  # noqa: PLC0415

    expect.set_options(timeout=PATIENCE * 1000)
    return expect


@pytest.fixture
def page(browser):
    """Yield a page in a new context. An uncaught exception in the page fails the test."""
    uncaught = []
    with browser.new_context() as context:
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.on("pageerror", lambda error: uncaught.append(error))  # noqa: PLW0108 - playwright sets attributes on it
        yield page
    assert not uncaught

"""Tests of the JavaScript kit in `clients/js`: its own tests, run by Vitest and Playwright, and its words."""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from frontend.conftest import EXAMPLES, installed, needed

from langgraph_contract.control_client import ClockClient, ControlClient, JournalClient
from mockserver.cli import DISTRIBUTION
from mockserver.cli import main as mock_command

ROOT = EXAMPLES.parent
KIT = ROOT / "clients" / "js"

NOT_IN_THE_KIT = {"no_control", "reload", "version"}
"""Options of `langgraph-mock` that make no sense for a mock that tests control."""
ONLY_IN_PYTHON = {"request", "client", "close"}
"""Methods for which JavaScript has other means: the SDK takes `url` or `headers`."""


@pytest.fixture(scope="session")
def kit(tmp_path_factory):
    """Return the folder of the installed and built kit, next to its documents and the console."""
    checkout = tmp_path_factory.mktemp("kit")
    for name in ("spec", "mockserver"):
        (checkout / name).symlink_to(ROOT / name)
    (checkout / "clients").mkdir()
    folder = installed(KIT, checkout / "clients")
    run(folder, "npm", "run", "build")
    return folder


def run(folder, *command, **variables):
    """Run a program that finds `langgraph-mock` on its path, and return its output."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, **variables}
    environment.pop("LANGGRAPH_MOCK_URL", None)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


def camel(name):
    return re.sub("_(.)", lambda found: found[1].upper(), name)


def test_the_kit_and_its_examples_type_check(kit):
    run(kit, "npm", "run", "types")


def test_vitest(kit):
    assert " passed" in run(kit, "npx", "vitest", "run")


def test_playwright(kit, site):
    chromium = needed("Chromium", shutil.which("chromium") or shutil.which("google-chrome"))
    assert " passed" in run(kit, "npx", "playwright", "test", CHROMIUM=chromium, PAGE=site)


def test_the_kit_has_the_methods_of_the_python_client(kit):
    program = """
        import { Session } from "@langgraph-mock/client";
        const session = new Session("http://127.0.0.1", "test");
        const names = (object) => Object.getOwnPropertyNames(Object.getPrototypeOf(object));
        console.log(JSON.stringify([session, session.clock, session.journal].map(names)));
    """
    found = json.loads(run(kit, "node", "--input-type=module", "--eval", program))
    for client, names in zip((ControlClient, ClockClient, JournalClient), found, strict=True):
        methods = {name for name in vars(client) if not name.startswith("_")} - ONLY_IN_PYTHON
        assert methods
        assert {camel(name) for name in methods} <= set(names)


def test_the_kit_starts_a_mock_with_every_option():
    """A new option of `langgraph-mock` needs a line in `CommandOptions`."""
    [declared] = re.findall(
        r"interface CommandOptions \{(.*?)^\}", (KIT / "src/start.ts").read_text(), re.DOTALL | re.MULTILINE
    )
    options = {name.lstrip("-").replace("-", "_") for option in mock_command.params for name in option.opts}
    expected = {camel(name) for name in options - NOT_IN_THE_KIT}
    assert set(re.findall(r"^  (\w+)\?:", declared, re.MULTILINE)) == expected


def test_the_kit_has_the_version_and_the_licence_of_the_mock():
    assert json.loads((KIT / "package.json").read_text())["version"] == version(DISTRIBUTION)
    assert (KIT / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()

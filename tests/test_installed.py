"""Tests of the wheel in projects with packages called `contract_tests` or `mockserver`."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from sweep import sweep

ROOT = Path(__file__).parents[1]

SCRIPT = "import sys\nfrom {module} import {function}\nsys.exit({function}())\n"

WITHOUT = " ".join(f"-p no:{name}" for name in ("schemathesis", "hypothesispytest", "langsmith_plugin"))
"""Options that disable plugins of our dependencies, which take seconds to import."""

CHECK = "threads.create.status"

CONFTEST = """
from mockserver.answers import ANSWER

def pytest_contract_headers(owner):
    return {"x-api-key": owner}
"""

THEIR_TEST = """
import contract_tests.helper
from mockserver.answers import ANSWER

def test_theirs():
    assert (contract_tests.helper.VALUE, ANSWER) == (1, 2)
"""

PLAIN_TEST = "def test_theirs():\n    assert True\n"

FIXTURE_TESTS = """
def test_mock(langgraph_mock):
    assert langgraph_mock.url

def test_target(conformance_target):
    assert conformance_target
"""

TARGET = """
import pytest

@pytest.fixture(scope="session")
def conformance_url():
    return "http://127.0.0.1:1"
"""


@dataclass
class Environment:
    folder: Path

    def run(self, where, *words, **variables):
        """Run a command of the environment, or its Python, in a folder."""
        program = self.folder / "bin" / words[0]
        command = [self.folder / "bin" / "python", *([] if words[0] == "python" else [program]), *words[1:]]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PY")}
        env = {**inherited, "PYTEST_ADDOPTS": WITHOUT, **variables}
        done = subprocess.run(
            command,
            cwd=where,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert "Traceback (most" not in done.stdout, done.stdout
        return done


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Build the wheel, and install it into a new environment that shares the libraries of this one."""
    place = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    venv.create(place / "venv", symlinks=True)
    site = Path(sysconfig.get_path("purelib", "venv", {"base": place / "venv"}))
    [wheel] = place.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    [declared] = site.glob("langgraph_contract-*.dist-info/entry_points.txt")
    ours = re.findall(r"^(langgraph-\w+) = ([\w.]+):(\w+)$", declared.read_text(), re.MULTILINE)
    for name, module, function in [*ours, ("pytest", "pytest", "console_main")]:
        (place / "venv" / "bin" / name).write_text(SCRIPT.format(module=module, function=function))
    return Environment(place / "venv")


@pytest.fixture
def project(tmp_path):
    """Create a project with packages that have our names."""
    for package, file, text in [
        ("contract_tests", "helper.py", "VALUE = 1\n"),
        ("mockserver", "answers.py", "ANSWER = 2\n"),
    ]:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
        (tmp_path / package / file).write_text(text)
    (tmp_path / "contract_tests" / "test_theirs.py").write_text(THEIR_TEST)
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = .\naddopts = -q -p no:cacheprovider\n")
    return tmp_path


@pytest.fixture
def plain(tmp_path):
    """Create a project with folders that have our names and no `__init__.py`."""
    for folder in ("contract_tests", "mockserver"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"test_{folder}.py").write_text(PLAIN_TEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -q -p no:cacheprovider\n")
    return tmp_path


ALONE = ("pytest",)
IMPORTLIB = ("pytest", "--import-mode=importlib")
WORKERS = ("pytest", "-n", "2")
AS_A_MODULE = ("python", "-m", "pytest")
WAYS = (ALONE, IMPORTLIB, WORKERS, AS_A_MODULE)


def ways(*quick):
    """Return all ways as parameters, all of them slow except the quick ones."""
    return [pytest.param(way, marks=() if way in quick else pytest.mark.slow) for way in WAYS]


@pytest.mark.parametrize("way", ways(ALONE, WORKERS), ids=" ".join)
def test_a_project_with_such_packages_runs_its_tests(environment, project, way):
    done = environment.run(project, *way)
    assert "1 passed" in done.stdout, done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize("way", ways(IMPORTLIB, AS_A_MODULE), ids=" ".join)
def test_a_project_with_such_folders_runs_its_tests(environment, plain, way):
    done = environment.run(plain, *way)
    assert "2 passed" in done.stdout, done.stdout
    assert done.returncode == 0


def test_a_fixture_that_cannot_work_names_the_reason_and_other_tests_run(environment, project):
    (project / "test_fixtures.py").write_text(FIXTURE_TESTS + PLAIN_TEST)
    (project / "conftest.py").write_text(CONFTEST + TARGET)
    done = environment.run(project, "pytest")
    assert "3 passed" in done.stdout, done.stdout  # the mock runs in a process of its own
    assert "1 error" in done.stdout
    name = "contract_tests"
    assert f"needs its package '{name}', but {project / name} has this name here" in done.stdout
    assert "During handling" not in done.stdout


def test_fixtures_work_next_to_folders_of_the_same_names(environment, plain):
    (plain / "test_fixtures.py").write_text(FIXTURE_TESTS)
    (plain / "conftest.py").write_text(TARGET)
    done = environment.run(plain, "python", "-m", "pytest")
    assert "4 passed" in done.stdout, done.stdout


@pytest.mark.parametrize(
    "command",
    sweep([["langgraph-check"], ["python", "-m", "langgraph_contract", "check"]], ["langgraph-check"]),
    ids=" ".join,
)
def test_commands_work_in_the_folder_of_such_a_project(environment, project, command):
    """Shadowing packages on the path must not matter, not even in the processes that the check starts."""
    words = ["--mock", "--check", CHECK, "--workers", "2"]
    done = environment.run(project, *command, *words, PYTHONPATH=".")
    assert done.returncode == 0, done.stdout
    assert "PASS" in done.stdout
    assert environment.run(project, "langgraph-mock", "--version", PYTHONPATH=".").returncode == 0


def test_python_runs_our_packages_next_to_folders_of_the_same_names(environment, plain):
    for package in ("contract_tests", "mockserver"):
        assert environment.run(plain, "python", "-m", package, "--version").returncode == 0


def test_the_check_under_pytest_names_the_reason_why_it_cannot_run(environment, project):
    done = environment.run(project, "python", "-m", "pytest", "--pyargs", "contract_tests", "--contract-mock")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert f"{project / 'contract_tests'} has this name here" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    "workers", [pytest.param((), marks=pytest.mark.slow), ("-n", "2")], ids=["alone", "workers"]
)
def test_the_check_runs_under_pytest_in_other_folders(environment, tmp_path, workers):
    words = ["--pyargs", "contract_tests", "--contract-mock", f"--contract-check={CHECK}", *workers]
    done = environment.run(tmp_path, "pytest", "-q", "-p", "no:cacheprovider", *words)
    assert "1 passed" in done.stdout, done.stdout


@pytest.mark.slow
def test_options_may_come_from_other_places_than_the_command_line(environment, tmp_path):
    (tmp_path / "pytest.ini").write_text(f"[pytest]\naddopts = --contract-mock --contract-check={CHECK}\n")
    done = environment.run(tmp_path, "pytest", "-q", "-p", "no:cacheprovider", "--pyargs", "contract_tests")
    assert "1 passed" in done.stdout, done.stdout
    (tmp_path / "pytest.ini").unlink()
    (tmp_path / "options").write_text("--contract-mock\n--contract-check=no.such\n")
    done = environment.run(tmp_path, "pytest", "@options", "--pyargs", "contract_tests")
    assert "unknown check 'no.such'" in done.stdout


@pytest.mark.parametrize(
    "name",
    sweep(
        ["contract_tests.options.pytest_options", "langgraph_contract.pytest_plugin"],
        "langgraph_contract.pytest_plugin",
    ),
)
def test_a_module_with_our_options_may_be_named(environment, tmp_path, name):
    done = environment.run(tmp_path, "pytest", "-p", name, "--contract-mock", "--contract-check=no.such")
    assert "unknown check 'no.such'" in done.stdout, done.stdout


def test_help_has_the_options(environment, tmp_path):
    assert "--contract-url" in environment.run(tmp_path, "pytest", "--help").stdout

"""Tests of the CI scripts: the steps of a job, with and without a server to start."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import yaml

from patience import PATIENCE

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "contract_tests" / "ci" / "check.sh"
START = f"exec {shlex.quote(sys.executable)} -m mockserver --port {{port}} --pace 0"
CHECK = "--check threads.create.status --check 'threads.delete.*'"


def job(folder, free_port, **inputs):
    """Run the action's script in the environment that the action sets."""
    inputs_given = {
        "INPUT_URL": f"http://127.0.0.1:{free_port}",
        "INPUT_ARGS": CHECK,
        "INPUT_REPORTS": str(folder / "reports"),
        "INPUT_WAIT": "30",
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    return subprocess.run(
        ["bash", str(SCRIPT)],
        env={**os.environ, **inputs_given, **inputs},
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
        timeout=PATIENCE,
    )


def test_a_job_starts_the_server_checks_it_and_leaves_reports(tmp_path, free_port):
    run = job(tmp_path, free_port, INPUT_START=START.format(port=free_port))
    assert run.returncode == 0, run.stderr
    reports = {file.name for file in (tmp_path / "reports").iterdir()}
    assert reports == {
        "badge.svg",
        "report.codequality.json",
        "report.html",
        "report.jsonl",
        "report.md",
        "report.sarif",
        "report.xml",
        "server.log",
    }
    assert (tmp_path / "summary.md").read_text() == (tmp_path / "reports" / "report.md").read_text()
    assert (tmp_path / "output").read_text() == "exit-code=0\n"
    record = (tmp_path / "reports" / "report.jsonl").read_text().splitlines()
    checks = {each["check"] for each in map(json.loads, record) if each["type"] == "result"}
    assert checks == {"threads.create.status", "threads.delete.history"}


@pytest.mark.slow
def test_findings_end_the_job_with_1_and_annotations(tmp_path, free_port):
    same = {"INPUT_HEADER": "x-api-key: alice", "INPUT_OTHER_HEADER": "x-api-key: alice"}
    checks = {"INPUT_ARGS": "--check resources.isolation.foreign_id"}
    run = job(tmp_path, free_port, INPUT_START=START.format(port=free_port), **same, **checks)
    assert run.returncode == 1, run.stderr
    assert "::error title=resources.isolation.foreign_id on " in run.stdout
    assert "alice" not in run.stdout + (tmp_path / "summary.md").read_text()


def test_failed_start_exits_3_with_the_servers_output(tmp_path, free_port):
    run = job(tmp_path, free_port, INPUT_START="echo no such luck; exit 7")
    assert run.returncode == 3
    assert "no such luck" in run.stderr


def test_quotes_that_do_not_match_are_wrong_usage(tmp_path, free_port):
    run = job(tmp_path, free_port, INPUT_ARGS="--check 'x", INPUT_WAIT="0")
    assert run.returncode == 2
    assert "the quotes" in run.stderr


def test_arguments_are_not_executed(tmp_path, free_port):
    run = job(tmp_path, free_port, INPUT_ARGS="--check $(touch${IFS}carried-out)", INPUT_WAIT="0")
    assert run.returncode == 2
    assert not (tmp_path / "carried-out").exists()


def test_the_action_never_writes_an_input_into_a_script():
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert scripts
    assert not [script for script in scripts if "${{" in script]


def test_the_action_and_the_script_have_the_same_inputs():
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    (check,) = [step for step in action["runs"]["steps"] if step.get("id") == "check"]
    inputs_given = {name for name in check["env"] if name.startswith("INPUT_")}
    assert inputs_given == set(re.findall(r"INPUT_[A-Z_]+", SCRIPT.read_text()))
    environment = {f"INPUT_{name.upper().replace('-', '_')}" for name in action["inputs"]}
    assert environment - inputs_given == {"INPUT_ARTIFACT", "INPUT_PYTHON_VERSION"}
    assert inputs_given <= environment


def test_the_snippet_for_gitlab_runs_the_same_script():
    (job_,) = yaml.safe_load((SCRIPT.parent / "gitlab.yml").read_text()).values()
    assert job_["script"][-1].endswith('/ci/check.sh"')
    folder = job_["variables"]["INPUT_REPORTS"]
    assert job_["artifacts"]["reports"] == {
        "junit": f"{folder}/report.xml",
        "codequality": f"{folder}/report.codequality.json",
    }


ONLY_THE_USERS = """
import os, sys

import only_the_users_python_has

os.execv({checker!r}, [{checker!r}, "-I", "-m", "mockserver", "--port", sys.argv[1], "--pace", "0"])
"""


@pytest.fixture
def users_python(tmp_path):
    """Create a Python with unique modules, including the user's server, and return its `bin` folder."""
    venv.create(tmp_path / "user", symlinks=True)
    [packages] = (tmp_path / "user" / "lib").glob("python*/site-packages")
    (packages / "only_the_users_python_has.py").touch()
    (packages / "my_server.py").write_text(ONLY_THE_USERS.format(checker=sys.executable))
    return tmp_path / "user" / "bin"


def as_the_action(folder, **inputs):
    """Return the script of the action's step `check`, and its environment as GitHub computes it."""
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    (step,) = [each for each in action["runs"]["steps"] if each.get("id") == "check"]
    inputs_given = {name: str(each.get("default", "")) for name, each in action["inputs"].items()} | inputs
    known = {"runner.temp": str(folder), "github.action_path": str(ROOT)}
    known |= {f"inputs.{name}": value for name, value in inputs_given.items()}
    expression = re.compile(r"\$\{\{ *(\S+) *\}\}")
    environment = {name: expression.sub(lambda it: known[it[1]], text) for name, text in step["env"].items()}
    return step["run"], environment


def test_the_action_runs_the_users_server_with_the_users_python(tmp_path, free_port, users_python):
    (tmp_path / "langgraph-contract").symlink_to(Path(sys.prefix))  # where the previous step installs it
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "click.py").write_text("raise ImportError('the PYTHONPATH of the job')")
    script, documented = as_the_action(
        tmp_path,
        start=f"python -m my_server {free_port}",
        url=f"http://127.0.0.1:{free_port}",
        args="--check threads.create.status",
        reports=str(tmp_path / "reports"),
    )
    path = f"{users_python}:/usr/bin:/bin"
    environment = {"HOME": str(tmp_path), "PATH": path, "PYTHONPATH": str(tmp_path / "odd"), **documented}
    run = subprocess.run(
        ["bash", "-e", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        timeout=PATIENCE,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_action_leaves_the_jobs_python_as_it_was():
    steps = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    (python,) = [each for each in steps if "setup-python" in each.get("uses", "")]
    assert python["with"]["update-environment"] is False
    environment = " ".join(str(each.get("run", "")) + str(each.get("env", "")) for each in steps)
    assert not re.search(r"GITHUB_PATH|GITHUB_ENV|\bPATH=", environment)


def test_gitlab_leaves_the_jobs_python_as_it_was():
    (job_,) = yaml.safe_load((SCRIPT.parent / "gitlab.yml").read_text()).values()
    assert not [line for line in (*job_["before_script"], *job_["script"]) if re.search(r"\bPATH=", line)]


def test_server_output_contains_no_github_commands(tmp_path, free_port):
    run = job(tmp_path, free_port, INPUT_START="echo '::set-output name=x::y'; exit 7")
    assert "set-output" in run.stderr
    assert not [line for line in run.stderr.splitlines() if line.strip().startswith("::")]


@pytest.fixture
def free_port():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        return busy.getsockname()[1]

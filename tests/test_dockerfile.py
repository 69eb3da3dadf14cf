"""Tests of the Dockerfile: its steps run one by one in a clean folder, and the result serves and checks."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from dockerfile_parse import DockerfileParser

ROOT = Path(__file__).parents[1]
PREFIX = "/opt/langgraph-contract"
PORT = "2024"


@pytest.fixture(scope="module")
def steps(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parsed")
    shutil.copy(ROOT / "Dockerfile", folder)
    return DockerfileParser(str(folder)).structure


def arguments(steps, name):
    """Return the arguments of the instruction in the last stage that has it."""
    return [each["value"] for each in steps if each["instruction"] == name][-1]


def sent_along(target):
    """Copy what `COPY . .` would copy: .dockerignore excludes all but a few names."""
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    for name in kept:
        source, ignored = ROOT / name, shutil.ignore_patterns("__pycache__")
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=ignored)
        else:
            shutil.copy(source, target)


@pytest.fixture(scope="module")
def image(steps, tmp_path_factory):
    """Run the steps of the first stage, and return the folder that the last stage copies."""
    source, installed = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("opt") / "venv"
    sent_along(source)
    interpreter = tmp_path_factory.mktemp("bin") / "python"
    interpreter.symlink_to(sys.executable)
    environment = {"PATH": f"{interpreter.parent}:{os.environ['PATH']}", "HOME": os.environ["HOME"]}
    for step in (each["value"] for each in steps if each["instruction"] == "RUN"):
        line = step.replace(PREFIX, str(installed))
        subprocess.run(["/bin/sh", "-ec", line], cwd=source, env=environment, check=True)
    return installed


@pytest.fixture(scope="module")
def environment(image):
    return {"PATH": f"{image / 'bin'}:/usr/bin:/bin", "PYTHONUNBUFFERED": "1"}


def test_the_last_stage_copies_what_the_first_one_builds(steps):
    copied = [each["value"] for each in steps if each["instruction"] == "COPY"]
    assert copied == [". .", f"--from=build {PREFIX} {PREFIX}"]
    assert f"PATH={PREFIX}/bin:$PATH" in arguments(steps, "ENV")


@pytest.mark.slow
def test_the_container_serves_and_its_healthcheck_sees_it(steps, environment, tmp_path):
    command = json.loads(arguments(steps, "CMD"))
    assert command == ["langgraph-mock", "--host", "0.0.0.0"]  # noqa: S104 - inside a container
    here = [*command[:-1], "127.0.0.1", "--port", "0"]
    with subprocess.Popen(here, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as mock:
        try:
            url = next(word for word in mock.stdout.readline().split() if word.startswith("http"))
            check = json.loads(arguments(steps, "HEALTHCHECK").partition("CMD ")[2])
            asking = [each.replace(f"127.0.0.1:{PORT}", url.removeprefix("http://")) for each in check]
            assert asking != check
            assert until_it_answers(asking, environment)
            assert httpx.get(f"{url}/info").json()["version"]
        finally:
            mock.terminate()
    assert subprocess.run(asking, env=environment, capture_output=True, check=False).returncode != 0


def until_it_answers(command, environment):
    for _ in range(20):
        if subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0:
            return True
        time.sleep(0.5)
    return False


@pytest.mark.slow
def test_the_image_has_langgraph_check_as_well(environment, tmp_path):
    check = ["langgraph-check", "--mock", "--check", "threads.create.status", "--output", "report.html"]
    ended = subprocess.run(check, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert (tmp_path / "report.html").is_file()

"""A server without a feature is told so, and is held to everything else."""

import json
import subprocess
import sys

import pytest

from contract_tests import contract
from contract_tests.mock import running_mock

CONTRACT = contract.load()
OWNERS = ("--header", "x-api-key: alice", "--other-header", "x-api-key: bob")
AREAS = {
    feature: sorted({"system"} | {each.area for each in CONTRACT.operations if each.feature == feature})
    for feature in sorted({each.feature for each in CONTRACT.operations if each.feature})
}


@pytest.mark.parametrize("feature", AREAS)
def test_what_is_disabled_is_not_offered_and_the_rest_of_its_area_conforms(feature):
    with running_mock(0, "--disable", feature) as url:
        areas = [word for area in AREAS[feature] for word in ("--area", area)]
        command = [sys.executable, "-m", "contract_tests", url, *OWNERS, *areas, "--format", "jsonl"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    results = [line for line in lines if line["type"] == "result"]
    lacking = {line["operation"] for line in results if line["verdict"] == "not offered"}
    assert (run.returncode, run.stderr) == (0, "")
    assert lacking == {each.id for each in CONTRACT.operations if each.feature == feature}
    assert not [line for line in results if line["verdict"] == "pass" and line["operation"] in lacking]
    assert {line["verdict"] for line in results} <= {"pass", "not offered", "skip"}

"""Tests of a server without some features: these are reported as such, and the rest is still checked."""

import json
import subprocess
import sys

import pytest

from contract_tests import contract
from contract_tests.runner.mock_process import running_mock

CONTRACT = contract.load()
OWNERS = ("--header", "x-api-key: alice", "--other-header", "x-api-key: bob")
FEATURES = {each.feature for each in CONTRACT.operations if each.feature}
AREAS = {each.area for each in CONTRACT.operations if each.feature} - {"threads"}
"""Areas with features, except threads: their two operations are slow, and the proof covers them."""


def checked(url):
    areas = [word for area in sorted(AREAS) for word in ("--area", area)]
    command = [sys.executable, "-m", "contract_tests", url, *OWNERS, *areas, "--format", "jsonl"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def run():
    with running_mock(0, "--disable", ",".join(sorted(FEATURES))) as url:
        return checked(url)


def test_disabled_features_are_not_offered_and_the_rest_conforms(run):
    results = [line for line in map(json.loads, run.stdout.splitlines()) if line["type"] == "result"]
    verdicts = {(CONTRACT.by_id[line["operation"]].feature in FEATURES, line["verdict"]) for line in results}
    assert (run.returncode, run.stderr) == (0, "")
    assert verdicts == {(True, "not offered"), (False, "pass")}
    assert {line["operation"] for line in results} == {
        each.id for each in CONTRACT.operations if each.area in AREAS
    }


def test_the_reason_names_the_feature(run):
    results = [line for line in map(json.loads, run.stdout.splitlines()) if line["type"] == "result"]
    reasons = {line["reason"] for line in results if line["verdict"] == "not offered"}
    of_areas = {each.feature for each in CONTRACT.operations if each.area in AREAS and each.feature}
    assert reasons == {f"the target lacks the feature {feature}" for feature in of_areas}

"""Conventions of the checks: one file each, named after the check, the requirement as first sentence."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from contract_tests import checks
from contract_tests.contract import load
from contract_tests.harness.check import discover

CHECKS = discover(checks)
CONTRACT = load()
FOLDER = Path(checks.__path__[0])

TOPICS = {
    "interrupts": {"runs", "threads"},
    "resources": {"assistants", "threads"},
    "runs": {"runs", "stateless_runs"},
    "streams": {"events", "runs", "stateless_runs", "streaming"},
}
"""Areas of the operations that each cross-area check may use."""


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_file_is_named_after_its_check(check):
    area, *words = check.id.split(".")
    assert check.source == f"contract_tests.checks.{area}.{'_'.join(words)}"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_requirement_is_one_sentence(check):
    assert check.sentence.endswith(".")
    assert check.sentence[0].isupper() or check.sentence[0] == "`"
    assert len(check.sentence) < 110


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_why_is_short_and_separate_from_the_requirement(check):
    assert "Why:" not in check.requirement
    text, *links = re.split(r" (?=https://)", check.why)
    assert text.endswith(".")
    assert len(text.split()) < 55
    assert len(links) <= 1


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_link_to_a_client_is_pinned(check):
    files = re.findall(r"https://github\.com/\S+/blob/(\S+?)/", check.why)
    assert all(re.fullmatch(r"[0-9a-f]{12}|v[0-9.]+", version) for version in files)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_check_applies_to_operations_of_its_tier(check):
    operations = [CONTRACT.by_id[name] for name in check.operations]
    assert operations
    assert len(set(check.operations)) == len(operations)
    areas = {operation.area for operation in operations}
    assert areas <= TOPICS.get(check.area, {check.area}) or check.area == "system"
    assert len(operations) > 1 or check.tier >= operations[0].tier


def test_every_file_has_one_check():
    files = [path for path in FOLDER.rglob("*.py") if path.stem != "__init__"]
    assert len(CHECKS) == len(files)
    for path in FOLDER.rglob("*.py"):
        assert import_module(".".join(["contract_tests.checks", *_module(path)])).__doc__


def _module(path):
    parts = path.relative_to(FOLDER).with_suffix("").parts
    return [part for part in parts if part != "__init__"]


def test_check_ids_are_unique_and_sorted():
    ids = [check.id for check in CHECKS]
    assert ids == sorted(set(ids))


def test_every_operation_has_a_check():
    never_granted = {"get_mcp", "delete_mcp"}  # the scripted requests expect these to be refused
    assert {name for check in CHECKS for name in check.operations} == set(CONTRACT.by_id) - never_granted

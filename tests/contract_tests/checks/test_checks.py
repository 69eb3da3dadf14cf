"""Conventions of the checks: one file each, named after the check, the requirement as first sentence."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from contract_tests import checks
from contract_tests.contract import load
from contract_tests.harness.check import discover

RULES = discover(checks)
CONTRACT = load()
FOLDER = Path(checks.__path__[0])

TOPICS = {
    "interrupts": {"runs", "threads"},
    "resources": {"assistants", "threads"},
    "runs": {"runs", "stateless_runs"},
    "streams": {"runs", "stateless_runs", "streaming"},
}
"""Areas of the operations that each cross-area check may use."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_file_is_called_as_its_rule(rule):
    area, *words = rule.id.split(".")
    assert rule.source == f"contract_tests.checks.{area}.{'_'.join(words)}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_requirement_is_one_sentence(rule):
    assert rule.sentence.endswith(".")
    assert rule.sentence[0].isupper() or rule.sentence[0] == "`"
    assert len(rule.sentence) < 110


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_why_is_short_and_separate_from_the_requirement(rule):
    assert "Why:" not in rule.requirement
    text, *links = re.split(r" (?=https://)", rule.why)
    assert text.endswith(".")
    assert len(text.split()) < 55
    assert len(links) <= 1


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_link_to_a_client_stays_what_it_is(rule):
    files = re.findall(r"https://github\.com/\S+/blob/(\S+?)/", rule.why)
    assert all(re.fullmatch(r"[0-9a-f]{12}|v[0-9.]+", version) for version in files)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_holds_for_operations_of_the_contract_within_its_tier(rule):
    operations = [CONTRACT.by_id[name] for name in rule.operations]
    assert operations
    assert len(set(rule.operations)) == len(operations)
    areas = {operation.area for operation in operations}
    assert areas <= TOPICS.get(rule.area, {rule.area}) or rule.area == "system"
    assert len(operations) > 1 or rule.tier >= operations[0].tier


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_of_an_optional_operation_knows_the_feature(rule):
    features = {CONTRACT.by_id[name].feature for name in rule.operations}
    assert len(features) > 1 or features == {rule.feature}


def test_every_file_has_one_rule():
    files = [path for path in FOLDER.rglob("*.py") if path.stem != "__init__"]
    assert len(RULES) == len(files)
    for path in FOLDER.rglob("*.py"):
        assert import_module(".".join(["contract_tests.checks", *_module(path)])).__doc__


def _module(path):
    parts = path.relative_to(FOLDER).with_suffix("").parts
    return [part for part in parts if part != "__init__"]


def test_rules_have_different_ids_and_come_in_their_order():
    ids = [rule.id for rule in RULES]
    assert ids == sorted(set(ids))


def test_every_operation_of_the_contract_has_a_rule():
    never_granted = {"get_mcp", "delete_mcp"}  # the scripted requests expect these to be refused
    assert {name for rule in RULES for name in rule.operations} == set(CONTRACT.by_id) - never_granted

"""Tests of the profiles in `spec/profiles/`: they fit the contract and the checks."""

import re

import pytest
import yaml

from contract_tests import checks
from contract_tests.contract import load
from contract_tests.findings.profile import folder, profiles
from contract_tests.harness.check import discover

CONTRACT = load()
CHECKS = {each.id: each for each in discover(checks)}
NEEDS = [(name, need) for name, profile in profiles().items() for need in profile.needs]
SOURCE = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+/blob/[0-9a-f]{40}/\S+#L\d+")
THREADS = {
    "create_thread",
    "get_thread",
    "update_thread",
    "delete_thread",
    "get_state",
    "search_history",
    "search_threads",
    "count_threads",
}


def request_fields(operation):
    body = CONTRACT.whole(operation.body or {})
    item = CONTRACT.whole(body.get("items", body))
    return {each["name"] for each in operation.parameters} | set(item.get("properties", ()))


def response_fields(operation):
    for status in operation.success:
        schema = operation.responses[status].get("content", {}).get("application/json", {}).get("schema", {})
        whole = CONTRACT.whole(schema)
        item = CONTRACT.whole(whole.get("items", whole))
        alternatives = map(CONTRACT.whole, [item, *item.get("anyOf", ()), *item.get("oneOf", ())])
        yield from (name for each in alternatives for name in each.get("properties", ()))


def events(operation):
    """Return the names of the events of a stream; nothing for other operations."""
    contents = [response.get("content", {}) for response in operation.responses.values()]
    grammars = [content.get("text/event-stream", {}).get("x-stream-events") for content in contents]
    parts = [CONTRACT.resolve(each) for each in grammars if each is not None]
    words = [part[word] for part in parts for word in ("events", "also") if word in part]
    return {name for each in words for name in CONTRACT.resolve(each)}


@pytest.mark.parametrize("file", sorted(folder().glob("*.yaml")), ids=lambda file: file.stem)
def test_a_file_has_the_fields_of_a_profile_and_no_others(file):
    data = yaml.safe_load(file.read_text())
    assert data.keys() - {"follows_redirects"} == {"title", "url", "version", "needs"}
    for need in data["needs"]:
        fields = {"operation", "why", "source", "sends", "reads", "checks"}
        assert need.keys() - {"optional", "events"} == fields


@pytest.mark.parametrize(("name", "need"), NEEDS, ids=lambda each: getattr(each, "operation", each))
class TestNeed:
    def test_its_source_is_a_line_of_a_commit(self, name, need):
        assert SOURCE.fullmatch(need.source), name

    def test_its_checks_cover_the_operation(self, name, need):
        for check in need.checks:
            assert check == "*" or need.operation in CHECKS[check].operations, f"{name}: {check}"

    def test_its_fields_are_documented(self, name, need):
        operation = CONTRACT.by_id[need.operation]
        assert need.sends <= request_fields(operation), name
        assert need.reads <= set(response_fields(operation)), name

    def test_it_names_the_documented_events_that_it_reads_of_a_stream(self, name, need):
        documented = events(CONTRACT.by_id[need.operation])
        assert need.events <= documented, name
        assert bool(need.events) == bool(documented), name


def test_no_operation_is_needed_twice_by_one_client():
    for name, profile in profiles().items():
        assert len(profile.operations) == len(profile.needs), name


def test_the_smallest_profile_has_the_eight_operations_on_threads():
    assert profiles()["threads"].operations == THREADS
    assert all(need.is_whole for need in profiles()["threads"].needs)

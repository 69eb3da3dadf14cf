"""Other places that a new operation, check, report format or option needs.

This takes seconds. Each failure names what is missing, and the file or the command that adds it.
"""

import re
from collections import Counter
from pathlib import Path

import miniatures
import pytest
from miniatures.miniature import discover

from contract_tests import checks
from contract_tests.commands import check, profile_list
from contract_tests.commands.catalogue_list import markdown
from contract_tests.contract import load
from contract_tests.findings.profile import profiles
from contract_tests.harness.check import discover as discover_checks
from contract_tests.options.options import ENDINGS, FORMATS
from contract_tests.report import publish
from contract_tests.runner.catalogue import catalogue
from contract_tests.validation.requirements import CHECKS
from mockserver import handlers
from mockserver.cli import main as mock_command
from mockserver.control_plane import control_contract

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
KIT = ROOT / "clients/js/src"
DOCUMENTS = {"openapi": load(), "control": control_contract()}
PROVEN = Counter((each.check, each.operation) for each in discover(miniatures))


def assert_none(places, advice):
    """Fail with the advice and the places that need it, if there are any."""
    shown = sorted(each if isinstance(each, str) else " ".join(each) for each in places)
    assert not shown, "\n  ".join([f"{advice}:", *shown])


def section(title):
    return README.partition(f"## {title}")[2].partition("\n## ")[0]


def long_options(command):
    """Return the names of the options of a command: `--pace`."""
    return {name for option in command.params for name in option.opts if name.startswith("--")}


def test_every_documented_status_has_an_example():
    files = (ROOT / "spec/examples").glob("*.yaml")
    status = re.compile(r"^response:\n  status: (\d+)$", re.MULTILINE)
    shown = {f"{file.name.split('.')[0]} {status.search(file.read_text())[1]}" for file in files}
    documented = {f"{each.id} {status}" for each in load().operations for status in each.responses}
    assert_none(documented - shown, "add spec/examples/<operationId>.<case>.yaml, run spec/merge.py")
    assert_none(shown - documented, "document these statuses in spec/areas/, or remove the examples")


def test_every_operation_has_a_handler():
    """`get_docs` is served by `mockserver/http/openapi/swagger_ui.py`."""
    missing = [
        f"mockserver/handlers/{each.area}.py: {each.id}"
        for each in load().operations
        if handlers.find(each.id) is None and each.id != "get_docs"
    ]
    assert_none(missing, "add these functions; a new file also needs a line in AREAS of handlers/__init__.py")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_types_of_the_kit_have_every_field_of_the_document(name):
    schemas, operations = DOCUMENTS[name].document["components"]["schemas"], DOCUMENTS[name].operations
    generated = (KIT / f"generated/{name}.ts").read_text()
    parts = dict(re.findall(r"^        (\w+): (.*?;)$(?=\n        \S)", generated, re.MULTILINE | re.DOTALL))
    missing = [each.id for each in operations if f"\n    {each.id}: {{" not in generated]
    for schema, content in schemas.items():
        fields = set(re.findall(r'^            "?([^\s"?:]+)"?\??:', parts.get(schema, ""), re.MULTILINE))
        missing += [schema] if schema not in parts else []
        missing += [f"{schema}.{field}" for field in content.get("properties", {}) if field not in fields]
    assert_none(missing, "run `npm ci && npm run generate` in clients/js")


def test_every_check_has_one_miniature_for_each_of_its_operations():
    required = {(each.id, operation) for each in discover_checks(checks) for operation in each.operations}
    proven = {pair: count for pair, count in PROVEN.items() if pair[0] not in CHECKS}
    assert_none(required - proven.keys(), "add miniatures to tests/miniatures/")
    assert_none(proven.keys() - required, "remove these miniatures, or correct their names")
    assert_none([pair for pair, count in proven.items() if count > 1], "leave one miniature of each pair")


def test_every_shape_check_has_one_miniature():
    """Except for the one about credentials that expire, which has a test in `runner/test_verdict.py`."""
    proven = Counter(each for each, _ in PROVEN.elements() if each in CHECKS)
    assert proven == Counter(CHECKS.keys() - {"shape.credentials"})


def test_a_check_of_an_optional_operation_names_the_feature():
    wrong = []
    for each in discover_checks(checks):
        features = {load().by_id[name].feature for name in each.operations}
        if len(features) == 1 and features != {each.feature}:
            wrong.append(f"{each.id}: feature={features.pop()!r}")
    assert_none(wrong, "add this argument to @check")


@pytest.mark.parametrize(
    ("page", "option", "expected"),
    [
        ("checks", "--list --format markdown", lambda: markdown(catalogue().entries())),
        ("profiles", "--list-profiles --format markdown", lambda: profile_list.markdown(profiles().values())),
    ],
)
def test_a_generated_page_is_up_to_date(page, option, expected):
    is_stale = (ROOT / f"docs/{page}.md").read_text() != expected()
    assert not is_stale, f"run `langgraph-check {option} > docs/{page}.md`"


def test_the_readme_has_the_number_of_operations():
    assert re.findall(r"\d+ operations", README) == [f"{len(load().by_id)} operations"], "correct README.md"


@pytest.mark.parametrize(
    ("command", "title"),
    [(mock_command, "A backend to develop against"), (check.command, "Does my server conform?")],
    ids=["langgraph-mock", "langgraph-check"],
)
def test_the_readme_has_each_option(command, title):
    rows = [
        re.split(r"(?<!\\)\|", line)[1] for line in section(title).splitlines() if line.startswith("| `--")
    ]
    documented = {name for row in rows for name in re.findall(r"--[a-z-]+", row)}
    expected = long_options(command) | {"--help", "--version"}
    assert_none(expected - documented, f"add rows to the table in {title!r} of README.md")
    assert_none(documented - expected, f"remove these from the table in {title!r} of README.md")


def test_the_readme_has_each_format_of_a_report():
    pattern = re.compile(r"^\| `(--format|--output) \w+` \|(.*)\|$", re.MULTILINE)
    rows = dict(pattern.findall(section("Does my server conform?")))
    assert tuple(re.findall(r"`(\w+)`", rows["--format"])) == FORMATS, "correct the row --format of README.md"
    assert re.findall(r"`(\.[\w.]+)`", rows["--output"]) == [*ENDINGS], "correct the row --output"


def test_each_format_has_a_renderer_and_an_ending():
    rendered = tuple(publish.FORMATS)
    assert rendered == FORMATS, "FORMATS of report/publish.py and ENDINGS of options/options.py differ"


def test_the_kit_has_each_option_of_the_mock():
    """The kit has no `--no-control`, because it requires the control plane, and no `--reload`."""
    interface = (KIT / "start.ts").read_text().partition("interface CommandOptions {")[2].partition("\n}")[0]
    names = re.findall(r"^  (\w+)\?:", interface, re.MULTILINE)
    offered = {f"--{re.sub('[A-Z]', lambda letter: f'-{letter[0].lower()}', name)}" for name in names}
    expected = long_options(mock_command) - {"--version", "--no-control", "--reload"}
    assert_none(expected - offered, "add fields to CommandOptions in clients/js/src/start.ts")
    assert_none(offered - expected, "remove these fields of CommandOptions")

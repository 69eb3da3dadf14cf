"""Tests of the documentation: options, links and findings match the code."""

import re
from pathlib import Path

import pytest
import yaml

from contract_tests import checks
from contract_tests.contract import load
from contract_tests.harness.check import discover
from contract_tests.validation.requirements import CHECKS

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "spec" / "README.md"]
README = (ROOT / "README.md").read_text()


def section(title):
    return README.partition(f"## {title}")[2].partition("\n## ")[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_resolves(page):
    links = re.findall(r"\]\((?!https?://)([^)]+)\)", page.read_text())
    assert [link for link in links if not exists(page, link)] == []


def exists(page, link):
    """Return whether the link of a page leads to a file and, with an anchor, to a heading in it."""
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors(target.read_text()))


def anchors(text):
    """Return the anchors of a page: those that it names, and those that GitHub gives to its headings."""
    without_code = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", without_code, re.MULTILINE)
    named = re.findall(r'<a id="([^"]+)">', text)
    return {*named, *(re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_name_of_a_link_is_defined_once_and_used(page):
    text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(), flags=re.DOTALL)
    defined = re.findall(r"^\[([\w-]+)\]: ", text, re.MULTILINE)
    used = set(re.findall(r"\]\[([\w-]+)\]", text))
    assert sorted(defined) == sorted(used)


@pytest.mark.parametrize("page", [ROOT / "docs/javascript.md", ROOT / "clients/js/README.md"], ids=str)
def test_typescript_imports_what_it_calls(page):
    blocks = re.findall(r"^```ts\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        code = re.sub(r"//.*|\"[^\"]*\"", "", block)
        imported = set(re.findall(r"\w+", " ".join(re.findall(r"import (.*?) from", code))))
        called = set(re.findall(r"(?<![.\w])([A-Za-z]\w*)(?:<[\w, ]+>)?\(", code)) - {"async"}
        assert called <= imported, block


def test_the_comparison_shows_each_feature_of_the_mock():
    page = ROOT / "docs" / "comparison.md"
    rows = [re.split(r" ?\| ?", line)[1:-1] for line in page.read_text().splitlines() if line.startswith("|")]
    heads = [row for row in rows if row[1:2] == ["langgraph-mock"]]
    features = [row for row in rows if row[0] and not row[0].startswith("---")]
    assert len(heads) == len(re.findall(r"^## ", page.read_text(), re.MULTILINE)) - 1
    assert {len(row) for row in rows} == {len(heads[0])}
    assert [row for row in features if not all(row)] == []
    shown = {row[0]: re.findall(r"\]\(([^)]+)\)", row[1]) for row in features}
    assert [feature for feature, links in shown.items() if not links] == []
    assert [link for links in shown.values() for link in links if not exists(page, link)] == []
    assert len(shown) == len(features)


def test_every_finding_on_the_reference_names_a_check_and_an_operation():
    rows = re.findall(
        r"^\| `([a-z0-9_.]+)` \| `(\w+)` \|", (ROOT / "docs/reference-findings.md").read_text(), re.MULTILINE
    )
    assert rows
    assert {check for check, _ in rows} <= {*CHECKS, *(rule.id for rule in discover(checks))}
    assert {operation for _, operation in rows} <= set(load().by_id)


def test_what_is_verified_of_another_server_names_checks_and_operations():
    verified = yaml.safe_load((ROOT / "tests/compatibility/verified.yaml").read_text())
    findings = [each["findings"] for each in verified["js"]]
    named = {name.partition(" ")[0] for each in findings for name in each}
    operations = {name for each in findings for names in each.values() for name in names if names != "*"}
    assert named
    assert named <= {*CHECKS, *(rule.id for rule in discover(checks))}
    assert operations <= set(load().by_id)


def test_files_that_the_architecture_names_exist():
    text = (ROOT / "docs" / "architecture.md").read_text()
    mock, checker = text.split("## The checker")
    for package, part in [("mockserver", mock), ("contract_tests", checker)]:
        for name in re.findall(r"`([a-z_]+(?:/[a-z_]+)?\.py|[a-z_]+/)`", part):
            assert (ROOT / package / name).exists() or (ROOT / name).exists(), f"{package}/{name}"


NOW = [page for page in PAGES if page.name != "CHANGELOG.md"]
"""Pages about the present. The changelog names modules that have been renamed since."""


@pytest.mark.parametrize("page", NOW, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_a_page_names_exist(page):
    folders = [ROOT, ROOT / "mockserver", ROOT / "contract_tests", ROOT / "spec"]
    names = set(re.findall(r"`([a-z_]+(?:/[\w.]+)+\.(?:py|yaml|ts|js|sh|json))`", page.read_text()))
    assert [name for name in names if not any((folder / name).exists() for folder in folders)] == []

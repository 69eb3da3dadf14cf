"""Tests of the formats for browsers, code scanning, badges and GitHub."""

import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console
from sample_report import (
    CONTRACT,
    ERROR,
    FAILING,
    FORGETFUL,
    INCOMPLETE,
    NOTHING,
    OPERATIONS,
    PASSING,
    SUBJECT,
    broken,
    result,
)

from contract_tests.findings.finding import Verdict
from contract_tests.findings.replay_limit import ReplayLimit
from contract_tests.report import badge, codequality, github, html, junit, markdown, sarif, terminal
from contract_tests.report.annotated_file import WORKFLOW_REF
from contract_tests.report.difference import compared
from contract_tests.report.model import Report
from contract_tests.report.terminal_text import Rows

HOSTILE = '</script><img src=x onerror="alert(1)">'


def with_findings(*findings):
    whole = result("generated", "valid", "search_threads", Verdict.FAIL, findings=findings)
    return Report.of(SUBJECT, OPERATIONS, [whole])


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("report", [PASSING, FAILING, ERROR, NOTHING])
def test_a_page_loads_nothing_from_the_network(report):
    tags = Tags(html.render(report)).found
    names = {"link": "href", "a": ""}
    loaded = [attributes.get(names.get(tag, "src"), "#") for tag, attributes in tags]
    assert all(each.startswith(("#", "data:")) for each in loaded)
    assert "@import" not in html.render(report)
    assert "url(" not in html.render(report)


def test_texts_of_the_target_are_never_markup():
    page = html.render(with_findings(broken(HOSTILE.encode(), HOSTILE)))
    tags = [tag for tag, _ in Tags(page).found]
    assert "img" not in tags
    assert tags.count("script") == 1
    assert "&lt;/script&gt;" in page


def test_every_finding_is_linked_from_its_operation():
    tags = Tags(html.render(FAILING)).found
    linked = {attributes["href"][1:] for tag, attributes in tags if tag == "a"}
    assert linked == {attributes["id"] for tag, attributes in tags if tag == "article"} != set()


def test_the_page_has_the_exchange_of_a_finding():
    page = html.render(FAILING)
    assert "{&#34;metadata&#34;: {}, " in page
    assert "500" in page
    assert "no JSON" in page


def marked(parts):
    return [part.text for part in parts if part.differs]


def test_a_difference_marks_the_words_that_differ():
    expected, received = compared("[1, 2, 3]", "[1, 3, 3]")
    assert (marked(expected), marked(received)) == (["2"], ["3"])
    assert "".join(part.text for part in received) == "[1, 3, 3]"


def test_differences_of_dissimilar_texts_are_not_marked():
    assert [marked(each) for each in compared("a response below 500", "no JSON")] == [[], []]


def test_code_scanning_recognizes_a_finding_by_its_key():
    def fingerprints(report):
        (run,) = json.loads(sarif.render(report))["runs"]
        return [each["partialFingerprints"]["finding/v1"] for each in run["results"]]

    assert fingerprints(with_findings(broken(b"1"))) == fingerprints(with_findings(broken(b"2")))
    assert len(set(fingerprints(with_findings(broken(b"1", "/a"), broken(b"1", "/b"))))) == 2


@pytest.mark.parametrize(
    ("columns", "lines"), [(80, ["name", "no: GET /"]), (100, ["name" + 38 * " " + "no: GET /"])]
)
def test_a_narrow_terminal_has_texts_below_long_labels(columns, lines):
    shown = io.StringIO()
    rows = Rows((("name", "no: GET /"), (40 * "l", "yes")))
    Console(file=shown, width=columns, color_system=None).print(rows)
    assert [each.strip() for each in shown.getvalue().splitlines()][: len(lines)] == lines


def test_what_findings_have_in_common_is_written_once():
    limit, offset = (
        replace(broken(b"{}", f"/body/{name}"), expected=f"an error because `{name}` is negative")
        for name in ("limit", "offset")
    )
    text = terminal.render(with_findings(limit, offset))
    assert text.count("required  No request ends in a server error") == 1
    assert text.count("received  500 Internal Server Error") == 1
    assert "· POST /threads/search (at /body/limit): expected an error because `limit` is negative" in text
    assert "· POST /threads/search (at /body/offset): expected an error because `offset` is" in text


def test_in_code_scanning_a_finding_has_its_operation_and_its_check():
    (run,) = json.loads(sarif.render(FAILING))["runs"]
    checks = {each["id"] for each in run["tool"]["driver"]["rules"]}
    for each in run["results"]:
        (where,) = each["locations"]
        assert where["logicalLocations"][0]["name"] in CONTRACT.by_id
        assert each["ruleId"] in checks


def test_each_check_in_code_scanning_has_a_help_page():
    (run,) = json.loads(sarif.render(FAILING))["runs"]
    assert all(each["helpUri"].startswith("https://") for each in run["tool"]["driver"]["rules"])
    linked = replace(FORGETFUL, why="The page stays empty. https://example.com/a#L1")
    (run,) = json.loads(sarif.render(with_findings(linked)))["runs"]
    assert [each["helpUri"] for each in run["tool"]["driver"]["rules"]] == ["https://example.com/a#L1"]


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Return an empty repository in whose subfolder the check runs."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "server").mkdir()
    monkeypatch.chdir(tmp_path / "server")
    monkeypatch.delenv(WORKFLOW_REF, raising=False)
    return tmp_path


def files():
    """Return the file of each finding in the formats that name one."""
    (run,) = json.loads(sarif.render(FAILING))["runs"]
    places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
    assert {each["region"]["startLine"] for each in places} == {1}
    issues = json.loads(codequality.render(FAILING))
    paths = {each["location"]["path"] for each in issues}
    return paths | {each["artifactLocation"]["uri"] for each in places}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("langgraph-check.toml", "quick = true\n"),
        ("server/langgraph-check.toml", "quick = true\n"),
        ("pyproject.toml", "[tool.langgraph-check]\nquick = true\n"),
    ],
)
def test_findings_point_to_the_config_file_of_the_repository(repository, name, text):
    (repository / name).write_text(text)
    assert files() == {name}


def test_findings_point_to_the_workflow_without_a_config_file(repository, monkeypatch):
    (repository / "pyproject.toml").write_text("[project]\nname = 'a'\n")
    monkeypatch.setenv(WORKFLOW_REF, "owner/name/.github/workflows/ci.yml@refs/heads/main")
    assert files() == {".github/workflows/ci.yml"}


def test_findings_point_to_the_usual_config_file_without_any(repository):
    assert files() == {"langgraph-check.toml"}


def test_code_quality_has_each_new_finding_once():
    issues = json.loads(codequality.render(FAILING))
    assert len(issues) == len({each["fingerprint"] for each in issues}) == len(FAILING.new)
    assert {each["severity"] for each in issues} == {"major"}
    assert json.loads(codequality.render(PASSING)) == []


def cases(report):
    """Return the test cases of a JUnit report."""
    return list(ET.fromstring(junit.render(report)).iter("testcase"))  # noqa: S314 - our own output


def test_junit_has_one_failure_for_each_finding():
    same = replace(FORGETFUL, pointer="/values")
    twice = [
        result("generated", "valid", "get_thread", Verdict.FAIL, findings=(FORGETFUL,)),
        result("semantic", FORGETFUL.check, "get_thread", Verdict.FAIL, findings=(FORGETFUL, same)),
    ]
    found = cases(Report.of(SUBJECT, OPERATIONS, twice))
    failed = [each.attrib["name"] for each in found if each.find("failure") is not None]
    further = "threads.get.found: threads.get.found on GET /threads/{thread_id} at /values"
    assert failed == ["threads.get.found", further]
    (collateral,) = [each for each in found if each.find("skipped") is not None]
    assert collateral.attrib["name"] == "shape.valid[get_thread]"
    assert collateral.find("skipped").attrib["message"].endswith("reported by threads.get.found")
    assert all(len(each.findall("failure")) <= 1 for each in found)


def test_junit_skips_what_fail_fast_left_out():
    rest = result("semantic", "threads.y", "get_thread", Verdict.INCOMPLETE, "not run")
    stopped = Report.of(replace(SUBJECT, stopped_early=True), OPERATIONS, [*FAILING.results, rest])
    (case,) = [each for each in cases(stopped) if each.attrib["name"] == "threads.y"]
    assert case.find("skipped").attrib["message"] == "skip: not run"
    (case,) = [each for each in cases(INCOMPLETE) if each.attrib["name"] == "threads.y"]
    assert case.find("error") is not None


def test_junit_skips_blocked_checks_with_the_reason():
    reasons = {each.attrib["name"]: each.find("skipped") for each in cases(FAILING)}
    assert reasons["threads.get.ttl"].attrib["message"] == "blocked: no thread (POST /threads -> 422)"


@pytest.mark.parametrize(
    ("report", "badge_text"),
    [(PASSING, "level 1, tier 1: 100 %"), (FAILING, "level 0, tier 1: 40 %"), (NOTHING, "level 0")],
)
def test_a_badge_has_the_level_and_the_share_of_tier_1(report, badge_text):
    image = ET.fromstring(badge.render(report))  # noqa: S314 - our own output
    assert image.attrib["aria-label"] == f"langgraph contract: {badge_text}"
    assert image.attrib["role"] == "img"


def test_an_annotation_is_always_one_line():
    text = github.render(with_findings(broken(b"{}", "/a:b,c%\r\nd")))
    (line,) = text.splitlines()
    assert line.startswith("::error title=shape.server_error on POST /threads/search::expected ")
    assert r"/a:b,c%25\r%0Ad%0Acurl" in line


def test_last_annotation_counts_the_omitted_ones():
    lines = github.render(with_findings(*(broken(b"{}", f"/{n:02}") for n in range(14)))).splitlines()
    assert len(lines) == github.MAX_ANNOTATIONS
    assert re.search("5 more; see the report", lines[-1])


def test_markdown_fits_a_comment_and_counts_omissions():
    several = [broken(b"{}", f"/{number}" + "<&>|" * 50) for number in range(400)]
    text = markdown.render(with_findings(*several))
    assert len(text) <= markdown.MAX_COMMENT_CHARS
    shown = text.count("- `shape.server_error` on")
    assert 50 < shown < 400
    assert f"**{400 - shown} more findings**" in text
    assert "All operations" in text


def test_a_long_replay_is_left_out_of_the_markdown():
    text = markdown.render(with_findings(broken(b"x" * 100_000, "/long")))
    assert "Too long for this format" in text
    assert "/long" in text
    assert len(text) < markdown.MAX_COMMENT_CHARS


def test_short_markdown_omits_nothing():
    assert "more finding" not in markdown.render(FAILING)


@pytest.mark.parametrize("format_", [terminal, markdown, html])
@pytest.mark.parametrize("limit", ReplayLimit)
def test_a_report_names_the_limits_of_a_replay(format_, limit):
    finding = replace(broken(b"{}"), replay_limits=(limit,))
    rendered = "".join(format_.render(with_findings(finding)).split())
    assert "".join(limit.sentence.split()) in rendered
    assert "".join(limit.sentence.split()) not in "".join(
        format_.render(with_findings(broken(b"{}"))).split()
    )
